package org.nrm.records;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rooms of the records, from the bottom up: each uses only what stands below it. */
@Tag("slow")
class RecordsLayoutTests {

    private static final String RECORDS = "org.nrm.records.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.nrm.records");

    @Test
    void noCircles() {
        slices().matching("org.nrm.records.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "keys | -",
                "print | -",
                "file | keys",
                "search | keys file",
                "notice | file",
                "consent | file notice print",
                "access | file notice consent",
                "erasure | keys file search notice"
            })
    void eachRoomUsesOnlyWhatStandsBelow(String room, String below) {
        var allowed = Stream.concat(Stream.of(room), below == null ? Stream.of() : Arrays.stream(below.split(" ", -1)))
                .map(name -> RECORDS + name + "..")
                .toArray(String[]::new);
        classes()
                .that(resideInAPackage(RECORDS + room + ".."))
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAPackage("org.nrm.records..")).or(resideInAnyPackage(allowed)))
                .check(CLASSES);
    }
}
