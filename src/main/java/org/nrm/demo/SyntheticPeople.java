package org.nrm.demo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Invents people and what they say. All of it is obviously invented; the same seed gives the same people. */
final class SyntheticPeople {

    private static final List<String> NAMES = List.of(
            "Ada Example",
            "Bora Sample",
            "Cyra Invented",
            "Dren Fictitious",
            "Elira Test",
            "Faruk Demo",
            "Gala Madeup",
            "Hana Pretend");
    private static final List<String> LANGUAGES = List.of("en", "sq", "ro", "uk", "sr", "tr", "bg", "ru");
    private static final List<String> AGES = List.of("18-20", "24-26", "30-38");
    private static final List<String> CHANNELS = List.of("ngo", "hotline", "self", "health");
    private static final List<List<String>> INDICATORS = List.of(
            List.of("D2", "E6"),
            List.of("D1", "D2", "E1"),
            List.of("A1", "D4", "E2"),
            List.of("D5", "E5"),
            List.of("B2", "D6", "E7"));
    private static final List<List<String>> NEEDS = List.of(
            List.of("shelter"), List.of("shelter", "health"), List.of("material"), List.of("health", "interpretation"));

    private final Random random;

    SyntheticPeople(long seed) {
        random = new Random(seed);
    }

    /** The body of a referral. */
    Map<String, Object> referral(String isChild, boolean consents) {
        var person = new HashMap<String, Object>();
        person.put("isChild", isChild);
        var referral = new HashMap<String, Object>();
        referral.put("channel", pick(CHANNELS));
        referral.put("person", person);
        referral.put("indicators", pick(INDICATORS));
        referral.put("consent", Map.of("given", consents, "language", pick(LANGUAGES)));
        if (!consents && isChild.equals("no")) return referral;
        person.put("name", pick(NAMES));
        if (isChild.equals("no")) person.put("ageBand", pick(AGES));
        referral.put("language", pick(LANGUAGES));
        referral.put("urgentNeeds", pick(NEEDS));
        referral.put("dangerNow", random.nextInt(4) == 0 ? "yes" : "no");
        referral.put("contact", Map.of("safeContact", "through the responder (invented)"));
        referral.put("reason", "Invented for the demonstration.");
        return referral;
    }

    /** True once in so many times. */
    boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
