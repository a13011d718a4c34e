package org.nrm.mechanism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Roles and agencies: the shipped files, and each way in which a file can be wrong. */
class DirectoryTests {

    private final Settings settings = Settings.bounded(Settings.onDisk());
    private final Roles roles = settings.models().roles();
    private final Agencies agencies = settings.agencies();

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

    @Test
    void whoIsLawEnforcementByLawIsSoThoughTheFileLeavesTheRoleOut() throws UnusableFile {
        assertThat(Roles.read(roles(
                                "roles: {customs: {name: Customs, law-enforcement: true}, shelter: {name: Shelter}}"))
                        .lawEnforcement())
                .containsExactlyInAnyOrder("police", "border-guard", "labour-inspector", "prosecutor", "customs");
    }

    @Test
    void lawEnforcementCanBeAdded() throws UnusableFile {
        assertThat(Roles.read(roles("roles: {customs: {name: Customs, law-enforcement: true}}"))
                        .lawEnforcement("customs"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            roles: {x: {name: " "}} | the role 'x' needs a name
            roles: {x: }            | the role 'x' needs a name
            roles: {"a:b": {name: Name}} | the id of the role 'a:b' must be up to 64 lower-case letters, digits and hyphens
            roles: {police: {name: Name}} | the role 'police' is law enforcement by law
            roles: {} | declares no role under roles
            """)
    void aRoleNeedsANameAndAnIdThatACandidateGroupCanHold(String text, String message) {
        assertThatThrownBy(() -> Roles.read(roles(text)))
                .isInstanceOf(UnusableFile.class)
                .hasMessageContaining(message);
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {name: House, region: capital, roles: [landlord]} | the role 'landlord' of the agency 'house' is not in roles.yaml; add it there or use one of
            {name: House, region: moon, roles: [shelter]} | the region 'moon' of the agency 'house' is not declared; add it to regions or use one of [capital]
            {name: House, roles: [shelter]} | the region 'null' of the agency 'house' is not declared
            {name: " ", region: capital, roles: [shelter]} | the agency 'house' needs a name
            {name: House, region: capital, roles: []} | the agency 'house' needs at least one role
            {name: House, region: capital, roles: [shelter], leader: me} | leader
            "" | the agency 'house' needs a name, a region and roles
            """)
    void anAgencyNeedsANameARegionAndRolesThatAreDeclared(String agency, String message) {
        var text = new SettingsText("config/directory.yaml", "regions: [capital]\nagencies:\n  house: " + agency);
        assertThatThrownBy(() -> Agencies.read(text, roles))
                .isInstanceOfSatisfying(
                        UnusableFile.class,
                        unusable -> assertThat(unusable.line()).isEqualTo(3))
                .hasMessageContaining(message);
    }

    private static SettingsText roles(String text) {
        return new SettingsText("config/roles.yaml", text);
    }
}
