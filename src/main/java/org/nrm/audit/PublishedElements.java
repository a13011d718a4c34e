package org.nrm.audit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.nrm.pathway.ModelSets;
import org.springframework.stereotype.Component;

/** The elements of each published set, by its hash. A set never changes, and there are few. */
@Component
class PublishedElements implements Function<String, Elements> {

    private final ModelSets models;
    private final Map<String, Elements> elements = new ConcurrentHashMap<>();

    PublishedElements(ModelSets models) {
        this.models = models;
    }

    @Override
    public Elements apply(String hash) {
        return elements.computeIfAbsent(hash, set -> Elements.of(models.files(set)));
    }
}
