package org.nrm;

import org.nrm.mechanism.UnusableSettings;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Makes of an {@link UnusableSettings} at start a plain message instead of a trace. */
class UnusableSettingsAnalyzer extends AbstractFailureAnalyzer<UnusableSettings> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnusableSettings cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Mend the file that is named. A file in ./config, ./processes or ./forms goes before the packed one.",
                cause);
    }
}
