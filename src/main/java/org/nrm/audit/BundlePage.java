package org.nrm.audit;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.nrm.access.Actor;
import org.nrm.web.Page;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /cases/{ref}/bundle}: the evidence bundle, for who is signed in to the pages. */
@Page
class BundlePage {

    private final Exports exports;

    BundlePage(Exports exports) {
        this.exports = exports;
    }

    @GetMapping("/cases/{ref}/bundle")
    void bundle(
            Actor actor,
            @PathVariable String ref,
            @RequestParam(defaultValue = "false") boolean content,
            HttpServletResponse response)
            throws IOException {
        ExportController.send("case.zip", "application/zip", exports.bundle(actor, ref, content, List.of()), response);
    }
}
