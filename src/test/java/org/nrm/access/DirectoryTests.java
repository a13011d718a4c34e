package org.nrm.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nrm.mechanism.UnusableSettings;

/** Roles and agencies: the shipped files, and each way in which a file can be wrong. */
class DirectoryTests {

    private final Roles roles = new Roles();
    private final Agencies agencies = new Agencies(roles);

    @Test
    void theShippedRolesAreThoseOfTheDesign() {
        assertThat(roles.ids())
                .containsExactlyInAnyOrder(
                        "first-responder",
                        "case-manager",
                        "shelter",
                        "legal-adviser",
                        "health",
                        "guardian",
                        "interpreter",
                        "police",
                        "border-guard",
                        "labour-inspector",
                        "social-services",
                        "competent-authority",
                        "prosecutor",
                        "return-counsellor",
                        "coordinator",
                        "auditor",
                        "operator");
        assertThat(roles.exists("shelter")).isTrue();
        assertThat(roles.exists("landlord")).isFalse();
        assertThat(roles.name("legal-adviser")).isEqualTo("Legal adviser");
    }

    @Test
    void whoIsLawEnforcement() {
        assertThat(roles.ids().stream().filter(roles::lawEnforcement))
                .containsExactlyInAnyOrder("police", "border-guard", "labour-inspector", "prosecutor");
    }

    @Test
    void whoDoesNotRefer() {
        assertThat(roles.ids().stream().filter(role -> !roles.refers(role)))
                .containsExactlyInAnyOrder("coordinator", "auditor", "operator", "interpreter");
    }

    @Test
    void anUnknownRoleIsAFaultOfTheCaller() {
        assertThatIllegalArgumentException().isThrownBy(() -> roles.lawEnforcement("landlord"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"police", "border-guard", "labour-inspector", "prosecutor"})
    void lawEnforcementCannotBeTakenAway(String role) {
        var file = rolesFile();
        file.put(role, new Roles.Entry("Name", true, false));
        assertThatThrownBy(() -> new Roles(new Roles.File(file)))
                .isInstanceOf(UnusableSettings.class)
                .hasMessage(
                        "config/roles.yaml: role " + role + " is law enforcement by law: set law-enforcement: true");
    }

    @Test
    void lawEnforcementCanBeAdded() {
        var file = rolesFile();
        file.put("customs", new Roles.Entry("Customs", true, true));
        assertThat(new Roles(new Roles.File(file)).lawEnforcement("customs")).isTrue();
    }

    @Test
    void aRoleNeedsANameAndAnIdThatACandidateGroupCanHold() {
        assertUnusable(Map.of("x", new Roles.Entry(" ", true, false)), "config/roles.yaml: role x needs a name");
        assertUnusable(
                Map.of("a:b", new Roles.Entry("Name", true, false)),
                "config/roles.yaml: role a:b: an id is up to 64 lower-case letters, digits and hyphens");
        assertUnusable(Map.of(), "config/roles.yaml: declares no role under roles");
    }

    @Test
    void agenciesHoldARoleInTheirOwnRegion() {
        assertThat(agencies.holding("case-manager", "capital"))
                .extracting(Agency::id)
                .containsExactly("open-door", "safe-harbour");
        assertThat(agencies.holding("case-manager", "north")).isEmpty();
        assertThat(agencies.holding("prosecutor", "capital"))
                .extracting(Agency::id)
                .containsExactly("prosecution-office");
        assertThat(agencies.regions()).containsExactly("capital", "north", "south");
        assertThat(agencies.all()).hasSize(18);
    }

    @Test
    void anAgencyIsFoundByItsId() {
        assertThat(agencies.get("birch-house").roles()).containsExactly("shelter");
        assertThat(agencies.find("no-such-house")).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> agencies.get("no-such-house"));
    }

    @Test
    void anAgencyWithARoleThatNobodyDeclaredNamesIt() {
        assertUnusable(
                new Agencies.Entry("House", "capital", List.of("landlord")),
                "config/directory.yaml: agency house: role landlord is not in roles.yaml; add it there or use one of ");
    }

    @Test
    void anAgencyInARegionThatNobodyDeclaredNamesIt() {
        assertUnusable(
                new Agencies.Entry("House", "moon", List.of("shelter")),
                "config/directory.yaml: agency house: region moon is not declared; add it to regions or use one of [capital]");
        assertUnusable(
                new Agencies.Entry("House", null, List.of("shelter")),
                "config/directory.yaml: agency house: region null is not declared");
    }

    @Test
    void anAgencyNeedsANameAndARole() {
        assertUnusable(
                new Agencies.Entry(" ", "capital", List.of("shelter")),
                "config/directory.yaml: agency house needs a name");
        assertUnusable(
                new Agencies.Entry("House", "capital", List.of()),
                "config/directory.yaml: agency house needs at least one role");
        assertUnusable((Agencies.Entry) null, "config/directory.yaml: agency house needs a name, a region and roles");
    }

    private void assertUnusable(Agencies.@Nullable Entry entry, String message) {
        var file = new HashMap<String, Agencies.@Nullable Entry>();
        file.put("house", entry);
        assertThatThrownBy(() -> new Agencies(new Agencies.File(List.of("capital"), file), roles))
                .isInstanceOf(UnusableSettings.class)
                .hasMessageStartingWith(message);
    }

    private static void assertUnusable(Map<String, Roles.@Nullable Entry> file, String message) {
        assertThatThrownBy(() -> new Roles(new Roles.File(file)))
                .isInstanceOf(UnusableSettings.class)
                .hasMessage(message);
    }

    private static Map<String, Roles.@Nullable Entry> rolesFile() {
        return new LinkedHashMap<>(Map.of("shelter", new Roles.Entry("Shelter", true, null)));
    }
}
