package org.nrm.pathway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.Test;
import org.nrm.testing.Mechanism;
import org.nrm.testing.Stories;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What no proof can know before: a variable that nothing declares is refused where it is written. */
class DeclaredVariablesTests extends Stories {

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private JdbcClient jdbc;

    @Override
    protected String process() {
        return "";
    }

    @Test
    void aVariableThatNothingDeclaresIsRefusedAndNothingIsWritten() {
        var instance = instance(mechanism.refer("ngo1", Mechanism.adult()));

        assertThatThrownBy(() -> runtime.setVariable(instance, "statementGivenToPolice", "yes"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("statementGivenToPolice")
                .hasMessageNotContaining("yes");

        assertThat(jdbc.sql("select count(*) from act_ru_variable where name_ = 'statementGivenToPolice'")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void aDeclaredOneIsWritten() {
        var instance = instance(mechanism.refer("ngo1", Mechanism.adult()));

        runtime.setVariable(instance, "channel", "ngo");

        assertThat(runtime.getVariable(instance, "channel")).isEqualTo("ngo");
    }

    private String instance(String reference) {
        return runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(reference)
                .processDefinitionKey("referral-pathway")
                .singleResult()
                .getId();
    }
}
