package org.nrm;

import org.nrm.mechanism.Agencies;
import org.nrm.mechanism.CodeLists;
import org.nrm.mechanism.DataClasses;
import org.nrm.mechanism.NeedToKnowSettings;
import org.nrm.mechanism.Roles;
import org.nrm.mechanism.Settings;
import org.nrm.mechanism.WorkingCalendar;
import org.nrm.pathway.ModelsOnDisk;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The settings by which the service runs, in the parts that others ask for. */
@Configuration(proxyBeanMethods = false)
class MechanismInForce {

    @Bean
    Settings settings(ModelsOnDisk models) {
        return models.settings();
    }

    @Bean
    Roles roles(Settings settings) {
        return settings.models().roles();
    }

    @Bean
    DataClasses dataClasses(Settings settings) {
        return settings.models().classes();
    }

    @Bean
    Agencies agencies(Settings settings) {
        return settings.agencies();
    }

    @Bean
    CodeLists codeLists(Settings settings) {
        return settings.lists();
    }

    @Bean
    NeedToKnowSettings needToKnowSettings(Settings settings) {
        return settings.needToKnow();
    }

    @Bean
    WorkingCalendar workingCalendar(@Value("${nrm.time-zone}") String zone, @Value("${nrm.country}") String country) {
        return WorkingCalendar.of(zone, country);
    }
}
