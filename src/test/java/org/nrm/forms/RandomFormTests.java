package org.nrm.forms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever stands in a file or comes as an answer: it is taken or refused, and nothing else happens. */
class RandomFormTests {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Random random = new Random(20260101);

    @Test
    void aFileOfAnyShapeIsReadOrRefused() throws IOException {
        var read = 0;
        var refused = 0;
        for (var json : shipped())
            for (var round = 0; round < 40; round++) {
                var tree = JSON.readTree(json);
                for (var change = random.nextInt(4); change > 0; change--) change(tree);
                try {
                    take(Form.parse(cut(tree.toString())));
                    read++;
                } catch (UnusableForm e) {
                    assertThat(e).hasMessageMatching("(?s)(is|has) .+");
                    refused++;
                }
            }
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }

    /** Each answer is in one of the two, never in both. */
    private void take(Form form) {
        for (var round = 0; round < 3; round++) {
            var answers = new HashMap<String, @Nullable Object>();
            for (var question : form.questions())
                if (random.nextInt(3) > 0)
                    answers.put(
                            question.key(),
                            question.choices().isEmpty() || random.nextBoolean()
                                    ? value(2)
                                    : question.choices()
                                            .get(random.nextInt(
                                                    question.choices().size()))
                                            .value());
            var taken = form.take(answers);
            assertThat(Collections.disjoint(
                            taken.answers().keySet(), taken.problems().keySet()))
                    .isTrue();
            assertThat(form.keys()).containsAll(taken.answers().keySet());
        }
    }

    private String cut(String json) {
        return random.nextInt(10) > 0 ? json : json.substring(0, random.nextInt(json.length()));
    }

    /** Puts something else in the place of one member or item, or takes it away. */
    private void change(JsonNode tree) {
        var at = tree;
        while (at.size() > 0) {
            if (at instanceof ArrayNode list) {
                var index = random.nextInt(list.size());
                if (random.nextInt(4) == 0) {
                    list.set(index, JSON.valueToTree(value(2)));
                    return;
                }
                at = list.get(index);
            } else if (at instanceof ObjectNode node) {
                var names = new ArrayList<>(node.propertyNames());
                var name = names.get(random.nextInt(names.size()));
                switch (random.nextInt(5)) {
                    case 0 -> node.remove(name);
                    case 1 -> node.set(name, JSON.valueToTree(value(2)));
                    default -> {
                        at = node.get(name);
                        continue;
                    }
                }
                return;
            }
        }
    }

    private @Nullable Object value(int depth) {
        return switch (random.nextInt(depth > 0 ? 12 : 9)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextInt();
            case 3 -> random.nextDouble() * 1e300;
            case 4 -> "\u200b".repeat(random.nextInt(3));
            case 5 -> "\ud800";
            case 6 -> "=" + "(not ".repeat(random.nextInt(3)) + "a = \"yes\")";
            case 7 -> "2026-02-" + random.nextInt(40);
            case 8 -> "a".repeat(random.nextInt(20_000));
            case 9 -> Map.of("a", String.valueOf(value(depth - 1)));
            case 10 -> List.of();
            default -> List.of(String.valueOf(value(depth - 1)), "yes");
        };
    }

    private static List<String> shipped() throws IOException {
        try (var files = Files.list(Path.of("forms"))) {
            var texts = new ArrayList<String>();
            for (var file : files.filter(name -> name.toString().endsWith(".form"))
                    .sorted()
                    .toList()) texts.add(Files.readString(file));
            return texts;
        }
    }
}
