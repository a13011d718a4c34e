package org.nrm.web;

import java.beans.PropertyEditorSupport;
import org.jspecify.annotations.Nullable;
import org.nrm.mechanism.FreeText;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;

/** Every text that a browser posts or asks for in a parameter of its own: one of which nothing can be seen is empty. */
@ControllerAdvice
class PostedText {

    @InitBinder
    void bind(WebDataBinder binder) {
        binder.registerCustomEditor(String.class, new PropertyEditorSupport() {
            @Override
            public void setAsText(@Nullable String text) {
                setValue(text == null || (FreeText.isText(text) && FreeText.isBlank(text)) ? "" : text);
            }
        });
    }
}
