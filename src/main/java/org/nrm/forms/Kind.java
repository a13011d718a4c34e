package org.nrm.forms;

import java.util.Optional;

/** What a question asks for. */
public enum Kind {
    RADIO("radio", true),
    SELECT("select", true),
    CHECKBOX("checkbox", true),
    CHECKLIST("checklist", true),
    TAGLIST("taglist", true),
    TEXTFIELD("textfield", false),
    TEXTAREA("textarea", false),
    NUMBER("number", false),
    DATE("datetime", false),
    TIME("datetime", false),
    DATE_AND_TIME("datetime", false);

    private final String type;
    private final boolean closed;

    Kind(String type, boolean closed) {
        this.type = type;
        this.closed = closed;
    }

    /** @param subtype of a {@code datetime}: {@code date} if it does not say */
    static Optional<Kind> of(String type, String subtype) {
        if (type.equals("datetime"))
            return Optional.of(
                    switch (subtype) {
                        case "time" -> TIME;
                        case "datetime" -> DATE_AND_TIME;
                        default -> DATE;
                    });
        for (var kind : values()) if (kind.type.equals(type)) return Optional.of(kind);
        return Optional.empty();
    }

    /** Is the answer one of a closed list? Only such an answer may be read by a condition. */
    public boolean closed() {
        return closed;
    }

    /** Are the answers several of a closed list? */
    public boolean several() {
        return this == CHECKLIST || this == TAGLIST;
    }

    /** Is the answer in the own words of whoever writes it? */
    public boolean freeText() {
        return this == TEXTFIELD || this == TEXTAREA;
    }
}
