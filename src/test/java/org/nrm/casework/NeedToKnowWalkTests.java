package org.nrm.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nrm.forms.Form;
import org.nrm.ledger.CaseRef;
import org.nrm.mechanism.DataClasses;
import org.nrm.records.file.Answers;
import org.nrm.records.file.CaseFiles;
import org.nrm.records.file.CaseRecords;
import org.nrm.testing.Api;
import org.nrm.testing.Mechanism;
import org.nrm.testing.PageVisitor;
import org.nrm.testing.Stories;
import org.nrm.testing.Tables;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A case has a word of its own in every field. Every call of the interface and every page, by every user of the demo: nobody is
 * shown a word of a class that the table does not give to a role in which her agency is on the case.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("slow")
class NeedToKnowWalkTests extends Stories {

    /** In no word of a language, so that it is found wherever it has got to. */
    private static final String MARK = "qzx7wkkp";

    private static final Pattern WORD = Pattern.compile(MARK + "([a-z-]+)_\\d+");
    private static final Pattern LINK = Pattern.compile("href=\"(/[^\"#]*)");

    /** The demo's users, each with the roles in which her agency is on the case. */
    private static final Map<String, Set<String>> ON_THE_CASE = Map.ofEntries(
            Map.entry("ngo1", Set.of("case-manager", "first-responder")),
            Map.entry("ngo2", Set.of()),
            Map.entry("responder1", Set.of()),
            Map.entry("shelter1", Set.of("shelter")),
            Map.entry("legal1", Set.of("legal-adviser")),
            Map.entry("health1", Set.of("health")),
            Map.entry("guardian1", Set.of("guardian")),
            Map.entry("authority1", Set.of("competent-authority")),
            Map.entry("return1", Set.of("return-counsellor")),
            Map.entry("social1", Set.of("social-services")),
            Map.entry("interpreter1", Set.of("interpreter")),
            Map.entry("police1", Set.of()),
            Map.entry("border1", Set.of()),
            Map.entry("labour1", Set.of()),
            Map.entry("prosecutor1", Set.of()),
            Map.entry("coordinator1", Set.of()),
            Map.entry("coordinator2", Set.of()),
            Map.entry("auditor1", Set.of()),
            Map.entry("operator1", Set.of()));

    /** Put on the case too, and must not read for it: what law enforcement and the coordinator see is in their tasks. */
    private static final Map<String, String> AGENCIES = Map.ofEntries(
            Map.entry("shelter", "shelter1"),
            Map.entry("legal-adviser", "legal1"),
            Map.entry("health", "health1"),
            Map.entry("guardian", "guardian1"),
            Map.entry("competent-authority", "authority1"),
            Map.entry("return-counsellor", "return1"),
            Map.entry("social-services", "social1"),
            Map.entry("interpreter", "interpreter1"),
            Map.entry("police", "police1"),
            Map.entry("border-guard", "border1"),
            Map.entry("labour-inspector", "labour1"),
            Map.entry("prosecutor", "prosecutor1"),
            Map.entry("coordinator", "coordinator1"));

    @LocalServerPort
    private int port;

    @Autowired
    private CaseRecords records;

    @Autowired
    private CaseFiles caseFiles;

    @Autowired
    private DataClasses classes;

    @Autowired
    private org.nrm.access.Accounts accounts;

    @Autowired
    private JdbcClient jdbc;

    @Override
    protected String process() {
        return "";
    }

    @Test
    void nobodySeesAWordThatIsNotForHer(CapturedOutput output) throws Exception {
        var person = mechanism.refer("ngo1", Mechanism.adult());
        var planted = plant(person);
        AGENCIES.forEach((role, user) -> caseFiles.assign(
                new CaseRef(person), role, accounts.find(user).orElseThrow().agency()));
        var seen = new HashMap<String, Set<String>>();
        var wrong = new TreeSet<String>();
        for (var user : ON_THE_CASE.keySet()) {
            var may = may(ON_THE_CASE.get(user));
            var hers = new TreeSet<String>();
            for (var text : everything(user, person)) {
                var words = WORD.matcher(text.content());
                while (words.find()) {
                    hers.add(words.group(1));
                    if (!may.contains(words.group(1))) wrong.add(user + " " + text.where() + " " + words.group(1));
                }
            }
            seen.put(user, hers);
        }
        assertThat(wrong).isEmpty();
        assertThat(planted).containsAll(classes.all().keySet());
        ON_THE_CASE.forEach((user, roles) ->
                assertThat(seen.get(user)).as("what %s does see", user).isEqualTo(may(roles)));

        assertThat(output.getAll()).doesNotContain(MARK);
        for (var table : Tables.names(jdbc))
            for (var row : Tables.rows(jdbc, table))
                assertThat(row.values()).as(table).noneMatch(value -> value.contains(MARK));
        assertThat(filesWithMark(Path.of(System.getProperty("java.io.tmpdir")))).isEmpty();
    }

    /** A word of its own in each field of each form, and in one more of each class; the classes that have one. */
    private Set<String> plant(String person) throws Exception {
        var planted = new TreeSet<String>();
        var number = 0;
        try (var forms = Files.list(Path.of("forms"))) {
            for (var file : forms.filter(form -> form.toString().endsWith(".form"))
                    .sorted()
                    .toList()) {
                var form = Form.parse(Files.readString(file));
                var fields = new ArrayList<Answers.Field>();
                for (var field : form.questions()) {
                    var dataClass = String.valueOf(field.dataClass());
                    // What a gateway's answers say is read by the service itself and must stay what it is.
                    if (dataClass.equals("routing")) continue;
                    fields.add(new Answers.Field(field.key(), dataClass, MARK + dataClass + "_" + ++number));
                    planted.add(dataClass);
                }
                write(person, form.id(), fields);
            }
        }
        for (var dataClass : classes.all().keySet()) {
            write(
                    person,
                    "note-" + dataClass,
                    List.of(new Answers.Field("zz" + dataClass, dataClass, MARK + dataClass + "_" + ++number)));
            planted.add(dataClass);
        }
        return planted;
    }

    private void write(String person, String element, List<Answers.Field> fields) {
        records.write(new Answers(
                new CaseRef(person), 1, element, "case", element, "", "case-manager", "ngo1", "open-door", fields));
    }

    private Set<String> may(Set<String> roles) {
        var may = new TreeSet<String>();
        classes.all().forEach((name, dataClass) -> {
            if (roles.stream().anyMatch(dataClass.readers()::contains)) may.add(name);
        });
        return may;
    }

    private record Text(String where, String content) {}

    /** All that the user is answered: each call with the case and its tasks, wrong bodies too, and each page to which a link leads. */
    private List<Text> everything(String user, String person) {
        var texts = new ArrayList<Text>();
        var tasks = mechanism.tasks(person);
        var api = new Api(port);
        for (var call : calls(api)) {
            var method = call.split(" ", 2)[0];
            var ids = call.contains("{id}") && call.contains("/tasks/")
                    ? tasks.stream().map(task -> task.id()).toList()
                    : List.of("none");
            for (var id : ids) {
                var path = call.split(" ", 2)[1]
                        .replace("{id}", id)
                        .replace("{ref}", person)
                        .replaceAll("\\{\\w+}", "1");
                var answer = method.equals("GET")
                        ? api.get(user, path)
                        : api.post(user, path, Map.of("data", Map.of(MARK, MARK), "unknown", List.of(1)));
                texts.add(new Text(call, answer.text()));
            }
        }
        var visitor = new PageVisitor(port, user);
        var left = new ArrayDeque<>(List.of("/", "/cases/" + person, "/cases/" + person + "/consents"));
        tasks.forEach(task -> left.add("/tasks/" + task.id()));
        var known = new LinkedHashSet<>(left);
        while (!left.isEmpty()) {
            var path = left.remove();
            var page = visitor.open(path).body();
            texts.add(new Text(path.replace(person, "{ref}"), page));
            var links = LINK.matcher(page);
            while (links.find()) {
                var link = links.group(1).replace("&amp;", "&");
                if (ofThisCase(link, person) && known.add(link)) left.add(link);
            }
        }
        return texts;
    }

    private static boolean ofThisCase(String link, String person) {
        return link.contains(person)
                || Set.of("/cases", "/search", "/notices", "/accesses", "/referrals/new", "/accounts")
                        .contains(link);
    }

    private static Set<String> calls(Api api) {
        var calls = new TreeSet<String>();
        for (var path : api.get("ngo1", "/v3/api-docs").body().path("paths").properties())
            for (var operation : path.getValue().properties())
                calls.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
        return calls;
    }

    private static List<Path> filesWithMark(Path folder) throws IOException {
        var found = new ArrayList<Path>();
        try (var files = Files.walk(folder, 2)) {
            for (var file : files.toList())
                if (Files.isRegularFile(file)
                        && Files.isReadable(file)
                        && file.getFileName().toString().matches("(?i).*(tomcat|upload|nrm|pdf|h2).*")
                        && Files.size(file) < 10_000_000
                        && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(MARK))
                    found.add(file);
        }
        return found;
    }
}
