package org.nrm.records.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nrm.access.Actor;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Search")
class PersonSearchController {

    private final PersonSearch search;

    PersonSearchController(PersonSearch search) {
        this.search = search;
    }

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Matches(List<PersonSearch.Found> items, @Nullable String next) {}

    @PostMapping("/api/v1/searches")
    @Operation(
            summary =
                    "Is the person known already? For roles that read identity; names go in the body and are not kept",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            examples =
                                                    @ExampleObject(
                                                            "{\"name\": \"Invented Example\", \"birthDate\": \"1990-04-03\"}"))))
    Matches find(Actor actor, @RequestBody PersonSearch.Wanted wanted) {
        return new Matches(search.find(actor, wanted), null);
    }
}
