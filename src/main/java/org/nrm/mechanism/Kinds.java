package org.nrm.mechanism;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The kinds of help and of consent that {@code nrm:of} and a person's consents name. */
public final class Kinds {

    /** Of a consent: one to every service. */
    public static final String SERVICES = "services";

    /** Of a consent: to live in a shelter. */
    public static final String PLACEMENT = "placement";

    public static final String SHELTER = "shelter";
    public static final String MATERIAL = "material";
    public static final String HEALTH = "health";

    /** Of a consent: to be examined. */
    public static final String EXAMINATION = "examination";

    public static final String PSYCHOSOCIAL = "psychosocial";
    public static final String INTERPRETATION = "interpretation";

    /** Of children. */
    public static final String SCHOOLING = "schooling";

    public static final String LEGAL_ADVICE = "legal-advice";
    public static final String NON_PUNISHMENT = "non-punishment";
    public static final String ASYLUM = "asylum";
    public static final String REFLECTION = "reflection";
    public static final String REDRESS = "redress";
    public static final String LONG_TERM_SUPPORT = "long-term-support";

    /** Of a consent: to testify. */
    public static final String TESTIMONY = "testimony";

    /** Of a consent: to go back. */
    public static final String RETURN = "return";

    /** In the order in which a person is asked. */
    public static final List<String> ALL = List.of(
            SERVICES,
            PLACEMENT,
            SHELTER,
            MATERIAL,
            HEALTH,
            EXAMINATION,
            PSYCHOSOCIAL,
            INTERPRETATION,
            SCHOOLING,
            LEGAL_ADVICE,
            NON_PUNISHMENT,
            ASYLUM,
            REFLECTION,
            REDRESS,
            LONG_TERM_SUPPORT,
            TESTIMONY,
            RETURN);

    /** A consent to one kind of care covers what belongs to it. */
    private static final Map<String, String> ALSO = Map.of(PLACEMENT, SHELTER, EXAMINATION, HEALTH);

    private Kinds() {}

    /** Is a consent to {@code kind} one to a service of one of these kinds? One to {@link #SERVICES} is one to all. */
    public static boolean covers(String kind, Collection<String> services) {
        return kind.equals(SERVICES) || services.contains(kind) || services.contains(ALSO.getOrDefault(kind, kind));
    }
}
