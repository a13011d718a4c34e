package org.nrm.access;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

/** How login and password are checked. Unknown and shut accounts are the same to the caller, in words and in time. */
@Configuration(proxyBeanMethods = false)
class Credentials {

    @Bean
    PasswordEncoder passwordEncoder() {
        return PasswordEncoderFactories.createDelegatingPasswordEncoder();
    }

    @Bean
    DaoAuthenticationProvider loginAndPassword(Accounts accounts, PasswordEncoder passwords) {
        var provider = new DaoAuthenticationProvider(login -> {
            var user = Accounts.normalised(login);
            return accounts.find(user)
                    .flatMap(actor -> accounts.account(user))
                    .map(SignedIn::new)
                    .orElseThrow(() -> new UsernameNotFoundException("No such account"));
        });
        provider.setPasswordEncoder(passwords);
        return provider;
    }
}
