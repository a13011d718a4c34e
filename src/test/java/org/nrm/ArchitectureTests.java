package org.nrm;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nrm.records.keys.CaseKeys;
import org.nrm.records.keys.Sealed;
import org.nrm.transactions.Transactions;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/** The layout of the design, held by the compiler's output. A rule that finds no class to judge fails. */
class ArchitectureTests {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.nrm");

    @Test
    void capabilitiesUseOnlyWhatTheyDeclare() {
        ApplicationModules.of(NrmEngine.class).verify();
    }

    @Test
    void onlyThePathwayKnowsTheEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.nrm.pathway..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.camunda.bpm.engine..")
                .because("renaming the engine's imports in one package must be enough to change to its fork")
                .check(CLASSES);
    }

    /** What the rules keep out is there under the names that they use. */
    @ParameterizedTest
    @CsvSource({
        "org.nrm.pathway.., org.camunda.bpm.engine..",
        "org.nrm.ledger.store.., org.springframework..",
        "org.nrm.records.., org.nrm.records.keys..",
        "org.nrm.rights.., org.camunda.bpm.model.."
    })
    void whatIsKeptOutElsewhereIsUsedHere(String here, String used) {
        classes()
                .that(resideInAPackage(here))
                .and(describe(
                        "use " + used,
                        (JavaClass each) -> each.getDirectDependenciesFromSelf().stream()
                                .anyMatch(dependency -> resideInAPackage(used).test(dependency.getTargetClass()))))
                .should()
                .resideInAPackage(here)
                .check(CLASSES);
    }

    @Test
    void theVerifierNeedsNeitherSpringNorAnEngine() {
        noClasses()
                .that(resideInAPackage("org.nrm.rights..").and(isNotAPackageInfo()))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "org.camunda.bpm.engine..", "org.camunda.bpm.dmn.engine..")
                .check(CLASSES);
    }

    @Test
    void theWordsOfAMechanismAndItsFormsArePlainJava() {
        noClasses()
                .that(resideInAnyPackage("org.nrm.mechanism..", "org.nrm.forms..")
                        .and(isNotAPackageInfo()))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "org.camunda.bpm..")
                .check(CLASSES);
    }

    @Test
    void settingsAreReadInOnePlace() {
        classes()
                .that(describe(
                        "read YAML",
                        (JavaClass each) -> each.getDirectDependenciesFromSelf().stream()
                                .anyMatch(dependency -> dependency
                                        .getTargetClass()
                                        .getPackageName()
                                        .startsWith("tools.jackson.dataformat.yaml"))))
                .should()
                .resideInAPackage("org.nrm.mechanism")
                .check(CLASSES);
    }

    @Test
    void noFileIsTooLongToBeReadAtOnce() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            var sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(sources).hasSizeGreaterThan(300);
            for (var source : sources)
                assertThat(Files.readAllLines(source)).as(source.toString()).hasSizeLessThanOrEqualTo(400);
        }
    }

    @Test
    void theLedgerCanBeCheckedWithoutSpring() {
        noClasses()
                .that(resideInAPackage("org.nrm.ledger..")
                        .and(DescribedPredicate.not(resideInAPackage("org.nrm.ledger.store..")))
                        .and(isNotAPackageInfo()))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .because("an auditor checks a bundle offline; what needs Spring is in org.nrm.ledger.store")
                .check(CLASSES);
    }

    @Test
    void contentIsOpenedInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.nrm.records..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.nrm.records.keys..")
                .because("whatever is read of a case goes through the policy of who reads what")
                .check(CLASSES);
        noClasses()
                .that(DescribedPredicate.not(simpleName("CaseRecords"))
                        .and(DescribedPredicate.not(simpleName("Recordings")))
                        .and(DescribedPredicate.not(resideInAPackage("org.nrm.records.keys.."))))
                .should()
                .callMethod(CaseKeys.class, "open", String.class, String.class, Sealed.class)
                .check(CLASSES);
    }

    @Test
    void theRecordStoreIsReadByItsOwnPackageOnly() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java/org/nrm"))) {
            var readers = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/records/"))
                    .filter(file -> contains(file, "case_field"))
                    .toList();
            assertThat(readers).isEmpty();
        }
        assertThat(Path.of("src/main/java/org/nrm/records")).satisfies(records -> {
            try (var files = Files.walk(records)) {
                assertThat(files.filter(Files::isRegularFile).filter(file -> contains(file, "case_field")))
                        .as("the name of the table")
                        .isNotEmpty();
            }
        });
    }

    private static boolean contains(Path file, String word) {
        try {
            return Files.readString(file).contains(word);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyTransactionIsBegunInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.nrm.transactions")
                .and(describe(
                        "do not hand them to the engine",
                        type -> !type.getSimpleName().equals("EngineConfiguration")))
                .should()
                .dependOnClassesThat()
                .areAssignableTo(TransactionOperations.class)
                .orShould()
                .dependOnClassesThat(describe(
                        "begin transactions themselves", type -> type.isEquivalentTo(PlatformTransactionManager.class)))
                .because(
                        "an act that meets another is tried again: annotate it with @Transactional, or call Transactions")
                .check(CLASSES);
    }

    @Test
    void whoeverWritesBeginsAnActOrIsNamedAsPartOfOne() {
        var parts = Set.of("PersonIndex", "StepRecorder", "EscalationDates", "DemoUsers", "LogKeys", "KeyDatabase");
        classes()
                .that(describe("write", ArchitectureTests::writes))
                .should()
                .beAnnotatedWith(Transactional.class)
                .orShould(ArchCondition.from(describe(
                        "begin an act, or be part of one",
                        type -> parts.contains(type.getSimpleName())
                                || type.getMethods().stream()
                                        .anyMatch(method -> method.isAnnotatedWith(Transactional.class))
                                || type.getDirectDependenciesFromSelf().stream()
                                        .anyMatch(on -> on.getTargetClass().isEquivalentTo(Transactions.class)))))
                .check(CLASSES);
    }

    private static boolean writes(JavaClass type) {
        return calls(type, JdbcClient.StatementSpec.class, "update") || calls(type, JdbcTemplate.class, "batchUpdate");
    }

    private static boolean calls(JavaClass type, Class<?> owner, String method) {
        return type.getMethodCallsFromSelf().stream()
                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(owner)
                        && call.getName().equals(method));
    }

    @Test
    void everyPackageIsNullMarked() {
        var unmarked = CLASSES.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(each -> !each.isAnnotatedWith(NullMarked.class))
                .map(each -> each.getName());
        assertThat(unmarked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Manager", "Helper", "Util", "Utils", "Impl"})
    void namesSayWhatAClassIs(String ending) {
        noClasses().should().haveSimpleNameEndingWith(ending).check(CLASSES);
    }

    @Test
    void nothingStaticChanges() {
        fields().that()
                .areStatic()
                .and(describe(
                        "are written by hand",
                        (JavaField field) -> !field.getModifiers().contains(JavaModifier.SYNTHETIC)))
                .should()
                .beFinal()
                .check(CLASSES);
    }

    /** Where modules are declared, with an annotation of Spring Modulith. */
    private static DescribedPredicate<JavaClass> isNotAPackageInfo() {
        return DescribedPredicate.not(simpleName("package-info"));
    }
}
