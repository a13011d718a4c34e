package org.nrm.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import org.junit.jupiter.api.Test;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.json.JsonMapper;

/** What is for demonstrations is not there in a real installation. */
class DemoOnlyTests {

    private final Installation installation = mock();
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @Test
    void inADemonstrationTheCallIsThere() throws Exception {
        when(installation.demo()).thenReturn(true);
        assertThat(passes("demo")).isTrue();
    }

    @Test
    void inARealInstallationItIsNotFoundAndTheOthersAre() throws Exception {
        when(installation.demo()).thenReturn(false);
        assertThat(passes("other")).isTrue();
        assertThat(passes("demo")).isFalse();
        assertThat(response.getStatus()).isEqualTo(404);
        assertThat(response.getContentType()).startsWith("application/problem+json");
    }

    private boolean passes(String method) throws Exception {
        var messages = new ResourceBundleMessageSource();
        messages.setBasename("messages");
        var interceptor = new DemoOnlyInterceptor(installation, new Problems(new JsonMapper(), messages));
        return interceptor.preHandle(
                new MockHttpServletRequest(),
                response,
                new HandlerMethod(new Calls(), Calls.class.getDeclaredMethod(method)));
    }

    static class Calls {
        @DemoOnly
        void demo() {}

        void other() {}
    }
}
