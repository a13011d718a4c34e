package org.nrm.rights.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What expressions, scripts and cells of tables read, write and call. */
class ExpressionsTests {

    private final Expressions expressions = new Expressions(Set.of("sendMessage", "lookUp"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            plain                                       |
            ${answer == 'accepted'}                     | answer
            #{answer}                                   | answer
            ${a.b.c}                                    | a
            ${a[b]}                                     | a b
            ${a ? b : c}                                | a b c
            ${empty a or not (b and c == null)}         | a b c
            role ${a} of ${b}                           | a b
            \\${a}                                      |
            ${execution.getVariable('x')}               | x
            ${execution.getVariableLocal("x").y}        | x
            ${task.getVariable('x') == y}               | x y
            ${execution.hasVariable('x')}               | x
            ${execution.processBusinessKey}             |
            ${execution.getProcessBusinessKey()}        |
            ${execution.id}                             |
            ${deadlines.due('urgent-risk')}             |
            ${deadlines.due(key)}                       | key
            ${dateTime().plusDays(days).toDate()}       | days
            ${lookUp.of(x, execution)}                  | x
            ${sendMessage}                              |
            ${(execution).getVariable(('x'))}           | x
            ${execution['id']}                          |
            ${execution['getVariable']('x')}            | x
            """)
    void anExpressionReads(String text, @Nullable String reads) {
        var expression = expressions.text(text);
        assertThat(expression.problem()).isNull();
        assertThat(expression.reads()).isEqualTo(reads == null ? Set.of() : Set.of(reads.split(" ")));
        assertThat(expression.writes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ${execution.getVariable(name)}                      | reads a variable whose name is computed
            ${execution.getVariable('a'.concat(b))}             | reads a variable whose name is computed
            ${execution.setVariable(name, 1)}                   | writes a variable whose name is computed
            ${execution.variables}                              | reads 'execution.variables', which is not allowed
            ${execution.variables['x']}                         | reads 'execution.variables', which is not allowed
            ${execution.getVariables()}                         | calls 'execution.getVariables', which is not allowed
            ${execution.parent.getVariable('x')}                | reads 'execution.parent', which is not allowed
            ${execution[name]}                                  | reads 'execution.[..]', which is not allowed
            ${task.setAssignee(x)}                              | calls 'task.setAssignee', which is not allowed
            ${other.find(x)}                                    | calls a method of 'other', which is no declared delegate
            ${other.find(execution)}                            | calls a method of 'other', which is no declared delegate
            ${a.b.find(x)}                                      | calls the method 'find' of a value
            ${(a ? execution : task).getVariable('x')}          | hands on 'execution', so that any variable may be read
            ${a == execution}                                   | hands on 'execution', so that any variable may be read
            ${secret(x)}                                        | calls the function 'secret', which is not known
            ${deadlines.open('x')}                              | calls 'deadlines.open', which is not known
            """)
    void whatIsNotAllowedIsNamed(String text, String problem) {
        assertThat(expressions.text(text).problem()).isEqualTo(problem);
        assertThat(expressions.text(text).unparsable()).isFalse();
    }

    @Test
    void whatCannotBeReadIsUnparsable() {
        for (var text : List.of("${a ==}", "${a", "${}", "${a = 1}", "${a} of #{b}"))
            assertThat(expressions.text(text).unparsable()).as(text).isTrue();
        assertThat(expressions.feel("a = ").unparsable()).isTrue();
        assertThat(expressions.unaryTests("> ").unparsable()).isTrue();
    }

    @Test
    void aValueDependsOnWhatItIsComputedFrom() {
        var expression = expressions.text("${guard ? execution.setVariable('x', a + b) : c}");
        assertThat(expression.problem()).isNull();
        assertThat(expression.writes()).isEqualTo(Map.of("x", Set.of("guard", "a", "b")));
        assertThat(expression.reads()).containsExactlyInAnyOrder("guard", "a", "b", "c");
        assertThat(expressions.text("${execution.removeVariable('x')}").writes())
                .isEqualTo(Map.of("x", Set.of("x")));
        assertThat(expressions.text("${execution.setVariableLocal('x', 1)}").writes())
                .isEqualTo(Map.of("x", Set.of()));
    }

    @Test
    void aScriptOfExpressionsIsRead() {
        var script = expressions.script("JavaScript", """
                execution.setVariable('x', a);
                execution.setVariable("y;z", 'b;c')
                x == 'no' && d
                """);
        assertThat(script.problem()).isNull();
        assertThat(script.kind()).isEqualTo(Expression.Kind.SCRIPT);
        assertThat(script.writes()).isEqualTo(Map.of("x", Set.of("a"), "y;z", Set.of()));
        assertThat(script.reads()).containsExactlyInAnyOrder("a", "x", "d");
        assertThat(expressions.script("juel", "${a}").reads()).containsExactly("a");
        assertThat(expressions.script("feel", "a + 1").reads()).containsExactly("a");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            javascript | var x = 1                     | is more than an expression
            javascript | x = 1                         | is more than an expression
            javascript | if (a) b                      | is more than an expression
            javascript | a} text ${b                   | the script cannot be analysed
            javascript | java.lang.System.exit(0)      | calls the method 'exit' of a value
            javascript | eval('x')                     | calls the function 'eval', which is not known
            groovy     | x == "${secret}"              | the script cannot be analysed
            python     | a                             | a script in 'python' cannot be analysed
            """)
    void aScriptThatIsMoreIsRefused(String format, String source, String problem) {
        assertThat(expressions.script(format, source).problem()).contains(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            not(decidingNow = "not-now")                | decidingNow
            a.b + c                                     | a c
            if a then b else c                          | a b c
            for x in list return x + y                  | list y
            some x in list satisfies x > limit          | list limit
            list[item > limit]                          | list limit
            {a: b, c: a}                                | b
            {f: function(x) x + y, z: f(1)}             | y
            count(list) > 1                             | list
            """)
    void aFeelExpressionReads(String text, @Nullable String reads) {
        var expression = expressions.feel(text);
        assertThat(expression.problem()).isNull();
        assertThat(expression.reads()).isEqualTo(reads == null ? Set.of() : Set.of(reads.split(" ")));
    }

    @Test
    void aCellReads() {
        assertThat(expressions.unaryTests("\"yes\", \"unknown\"").reads()).isEmpty();
        assertThat(expressions.unaryTests("-").reads()).isEmpty();
        assertThat(expressions.unaryTests("> limit").reads()).containsExactly("limit");
        assertThat(expressions.feel("secret(x)").problem()).contains("'secret', which is not known");
    }

    @Test
    void aConditionIsDecidedByComparisonsWithLiterals() {
        var condition = new Condition("${(isChild != 'no' and not high) || 3 == level}", expressions);
        assertThat(condition.decidable()).isTrue();
        assertThat(condition.literals("isChild")).containsExactly("no");
        assertThat(condition.literals("high")).containsExactly("true", "false");
        assertThat(condition.literals("level")).containsExactly("3");
        assertThat(condition.holds(Map.of("isChild", "yes", "high", "false", "level", "1")))
                .isTrue();
        assertThat(condition.holds(Map.of("isChild", "yes", "high", true, "level", 1)))
                .isFalse();
        assertThat(condition.holds(Map.of("isChild", "no", "high", true, "level", "3")))
                .isTrue();
        assertThat(new Condition("${a == null}", expressions).holds(new HashMap<>()))
                .isTrue();
        assertThat(new Condition("${a == null}", expressions).holds(Map.of("a", "x")))
                .isFalse();
    }

    @Test
    void otherConditionsAreNotDecidable() {
        for (var text :
                List.of("${a > 3}", "${a == b}", "${a.b == 'x'}", "yes", "${a ==}", "${a}${b}", "${lookUp.of(a)}"))
            assertThat(new Condition(text, expressions).decidable()).as(text).isFalse();
    }
}
