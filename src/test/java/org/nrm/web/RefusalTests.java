package org.nrm.web;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** A refusal says what happened and how to mend it, in one place for the interface and in one for the pages. */
class RefusalTests {

    private final ProblemAdvice onInterface = new ProblemAdvice();
    private final PageProblems onPages = new PageProblems();

    @Test
    void eachIsAnsweredByItsKind() {
        answered(new NotThere(), 404, 404, "not-found");
        answered(new NotAllowed("Only auditors read histories."), 403, 403, "not-allowed");
        answered(new Conflict(Conflict.Reason.TAKEN), 409, 409, "taken");
        answered(new Conflict("This has been decided already."), 409, 409, "not-possible-now");
        answered(new InvalidAnswers("role", "Must be a role."), 422, 422, "invalid-answers");
        answered(new UnknownCursor(), 400, 404, "unknown-cursor");
    }

    @ParameterizedTest
    @EnumSource(Conflict.Reason.class)
    void everyConflictSaysWhatToDo(Conflict.Reason reason) {
        var problem = onInterface.refused(new Conflict(reason));
        assertThat(problem.getTitle()).isNotBlank();
        assertThat(problem.getDetail()).endsWith(".");
    }

    @Test
    void answersThatDoNotFitAreNamedEachByItsField() {
        var problem = onInterface.refused(new InvalidAnswers("role", "Must be a role."));
        assertThat(problem.getProperties())
                .containsEntry("problems", List.of(new FieldProblem("role", "Must be a role.")));
    }

    @Test
    void refusalsAreAnsweredHereAndNowhereElse() {
        methods()
                .that()
                .areAnnotatedWith(ExceptionHandler.class)
                .should()
                .beDeclaredInClassesThat()
                .resideInAPackage("org.nrm.web")
                .because("a refusal of one kind is answered the same everywhere")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("org.nrm"));
    }

    @Test
    void aListGoesOnBehindItsLastItemAndEndsWithIt() {
        var all = IntStream.range(0, 501).boxed().toList();
        var read = new ArrayList<Integer>();
        for (var from = 0; ; ) {
            var part = Part.of(
                    all.subList(from, Math.min(from + 51, all.size())),
                    50,
                    last -> new Cursor(Instant.EPOCH.plusSeconds(last), String.valueOf(last)));
            read.addAll(part.items());
            var next = part.next();
            if (next == null) break;
            from = Integer.parseInt(Cursor.parse(next).id()) + 1;
        }
        assertThat(read).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "\u00e9",
                "MSAyMDI2LTAxLTAxVDAwOjAwOjAwWiA8Yj4",
                "MiAyMDI2LTAxLTAxVDAwOjAwOjAwWiBh"
            })
    void aCursorThatNobodyMadeIsRefused(String text) {
        assertThatExceptionOfType(UnknownCursor.class).isThrownBy(() -> Cursor.parse(text));
    }

    private void answered(Refusal refusal, int status, int pageStatus, String type) {
        var problem = onInterface.refused(refusal);
        assertThat(problem.getStatus()).isEqualTo(status);
        assertThat(problem.getType()).hasToString("urn:nrm:problem:" + type);
        assertThat(problem.getDetail()).isEqualTo(refusal.mend());
        var page = onPages.refused(refusal).getStatus();
        assertThat(page).isNotNull();
        assertThat(page.value()).isEqualTo(pageStatus);
    }
}
