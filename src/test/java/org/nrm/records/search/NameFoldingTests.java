package org.nrm.records.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spellings of one name agree, names of different people seldom do. All names are common ones, of nobody in particular. */
class NameFoldingTests {

    /** Given names of the region that are different names, one spelling of each. */
    static final List<String> DIFFERENT = List.of("""
            Adelina Adem Adnan Adriana Afrim Agim Agron Ajda Albana Alban Albert Albina Aleksandar Aleksandra Ali Alina
            Alisa Alma Almir Amela Amir Amra Ana Anastasia Anđela Andrei Angelina Anton Antonia Arben Ardita Arjeta Arta
            Artan Ayşe Azra Bajram Bardhyl Beata Bekim Besa Besnik Biljana Blerim Blerta Boban Bogdan Bojan Bojana Boris
            Branka Branko Burim Büşra Can Cătălina Cemal Cengiz Cvetko Čedomir Damir Daniel Daniela Danica Darija Darko
            David Dejan Denis Desislava Diana Dimitra Dimitrios Dina Doina Dorina Dragan Dragana Dritan Dušan Dušica
            Džemila Đorđe Edin Edita Edona Ekaterina Elena Elif Elira Elmaz Emil Emilia Emina Emine Emre Enis Enver Erdal
            Ermal Esma Eugen Eva Fadil Farida Fatima Fatmir Fatos Ferid Filip Fisnik Florian Florin Gabriela Galina
            Ganka Genc Georgi Gergana Ghenadie Goran Gordana Goce Gülay Hajdar Hakan Halil Hamza Hana Haris Hasan Hatice
            Hava Hristo Hüseyin Ibrahim Igor Ilir Ilona Ines Ioana Ion Irena Irina Iskra István Ivan Ivana Ivanka Ivo
            Jagoda Jakub Jasmina Jasna Jelena Jovan Jovana Julia Kalina Kamen Katerina Kemal Kenan Kiril Klaudia
            Kostas Krasimir Kristina Kujtim Kyriakos Lada Larisa Laura Leila Leonora Lidia Liljana Lilia Lindita Lirije
            Ljubica Ljubomir Ljupčo Lucia Luan Ludmila Luka Lumnije Lyudmil Magda Majlinda Maksim Marek Margarita Maria
            Mariana Marin Marina Marko Marta Mehmed Melisa Meral Merita Metodi Mihai Mila Milan Milena Milica
            Milorad Miloš Mimoza Mira Mirela Mirko Miroslav Mirsad Mladen Monika Murat Mustafa Nada Nadežda
            Naim Natalia Nataša Nazif Nebojša Neda Nedelja Nela Nenad Nermin Nevena Nikola Nikolina Nina Nuri Oana Ognjen
            Oksana Olena Olga Olivera Orhan Osman Ovidiu Panagiotis Parvan Pavel Pavle Petar Petra Plamen Predrag Qazim
            Rada Radka Radoslav Radu Ramiza Ramadan Raluca Ratko Refik Remzije Renata Rexhep Roberta Rosica Roxana Ruslan
            Rustem Ružica Sabina Safet Sadik Saša Samir Sandra Sanja Sanel Sara Sebahat Selim Selma Senad Senija Serkan
            Sevda Silvia Simona Sinan Slavica Slobodan Snežana Sofia Sonja Sorin Spyros Srđan Stamatis Stanislava Stanka
            Stefan Stela Stoyan Svetlana Şahin Şerban Šaban Šefik Šejla Špela Shpresa Shqipe Tamara Tanja Taras Tatjana
            Teodora Teuta Theodoros Tihomir Todor Tomislav Traian Tudor Ümit Vasil Vasilica Vera Verica Veronika Veselin
            Vesna Victor Viorica Violeta Vjosa Vladimir Vlora Vuk Xenia Xhevahir Yasemin Yıldız Yordanka Yuri Yusuf Zana
            Asya Cana Costa Dajana Dana Dženan Đani Ela Goca Jana Jela Kaja Kana Lida Lila Linda Maja Marica Marika Maša
            Mia Mica Mihaela Mika Mirka Mitko Nađa Roza Ruža Sena Vanda Vanja Zlata Zora
            Zdravko Zehra Zeynep Zoran Zorica Zoya Zuhra Zvonko Željko Žana
            """.split("\\s+"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Serbian, Macedonian, Croatian
                "Đorđević Djordjevic Dordevic Ђорђевић ĐORĐEVIĆ Đorđevič",
                "Љубица Ljubica Lyubitsa Любица Ǉubica",
                "Његош Njegoš Njegos Nyegosh",
                "Ѓорѓи Gjorgji Ǵorǵi Đorđi",
                "Ќосев Kjosev Ḱosev Ćosev",
                "Шћепановић Šćepanović Scepanovic",
                "Јелена Jelena Elena Елена Yelena Єлена",
                "Марија Marija Мария Maria Mariya Marya Маріа",
                "Љупчо Ljupčo Ljupcho Lupco",
                // Greek
                "Ξένια Xenia Ksenia Ксения Ksenija Kseniya",
                "Γιώργος Giorgos GIORGOS ΓΙΩΡΓΟΣ",
                "Μπάμπης Mpampis Bampis Babis",
                "Ντίνα Ntina Dina Дина",
                "Παντελής Pantelis Pandelis Παντελης",
                "Παπαδοπούλου Papadopoulou Papadopulu",
                "Θεοδώρα Theodora Теодора Teodora",
                "Ευάγγελος Evangelos Evaggelos",
                "Σοφία Sophia Sofia София Софія Sofija",
                "Φώτης Fotis Photis Φωτης Фотис",
                "Ισμαΐλ Ismail Исмаил İsmail",
                // Albanian
                "Хоџа Hodža Hodzha Hoxha Hoca Ходжа Hodza",
                "Shpëtim Shpetim Špetim Spetim Шпетим",
                "Xhemile Džemile Џемиле Dzhemile Cemile Джемиле",
                "Gjergj Ђерђ Đerđ",
                "Bardhyl Bardil Бардил",
                "Njomza Њомза Nyomza",
                "Rrahim Rahim Рахим",
                "Çelik Chelik Celik Čelik Челик Ćelik Xhelik",
                "Shqipe Šćipe Шћипе",
                // Turkish
                "Şahin Shahin Sahin Шахин Šahin ŞAHİN",
                "Yıldız Yildiz Jildiz YILDIZ",
                "Gülay Gulay Гюлай Gyulay",
                "Özgür Ozgur",
                "İshak Ishak Исхак İSHAK",
                // Romani
                "Čhavo Čavo Chavo Ćhavo Č̣avo",
                "Xulaj Hulaj Khulay Хулай",
                "Džuvel Dzhuvel Джувел Džuwel",
                "Śukar Šukar Shukar Шукар",
                "Źutarno Žutarno Zhutarno",
                // East Slavic, Bulgarian
                "Щербаков Shcherbakov Ščerbakov Щербаковъ",
                "Щерев Shterev Щeрев",
                "Юрий Yuriy Jurij Iurii Yuri Юрій",
                "Първанов Parvanov",
                "Сергеев Sergeev Sergeyev",
                "Андрієнко Andriyenko Andrienko Андриенко",
                "Объедков Ob'edkov Obedkov",
                "Кольо Kolyo",
                "Васильев Vasilyev Vasiliev Vasilev Василев",
                "Цвијета Cvijeta Cveta Цвета",
                "Чайковский Čajkovskij Chaykovskiy Tchaikovski",
                "Иванов Ivanoff Ivanov Iwanow",
                // Hungarian, Romanian, Polish, German, Arabic, wide and stylised letters
                "Kovács Kovač Kovach Ковач",
                "Szabó Sabo Sabó Сабо",
                "Șerban Şerban Sherban Шербан Serban",
                "Łukasz Lukas",
                "Strauß Strauss",
                "علی علي عَلِي",
                "Ｍａｒｉａ Maria 𝐌𝐚𝐫𝐢𝐚",
                // what does not count
                "Anna Ana Анна",
                "O'Brien O’Brien O`Brien OʼBrien Obrien",
                "Ana-Maria AnaMaria Ana–Maria"
            })
    void spellingsOfANameAreOneForm(String spellings) {
        var forms = new HashMap<String, String>();
        for (var spelling : spellings.split(" ", -1)) forms.put(spelling, NameFolding.fold(spelling));
        assertThat(new TreeSet<>(forms.values())).as("%s", forms).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Γεώργιος Georgios Yeoryios",
                "Μιχαήλ Michail Mihail Mikhail Михаил",
                "Ειρήνη Eirini Irini",
                "Αικατερίνη Aikaterini Ekaterini",
                "Ευγενία Eugenia Evgenia",
                "Χρήστος Christos Hristos Xristos Khristos",
                "Constantin Константин Konstantin",
                "Christina Kristina Cristina Кристина",
                "Nicolae Николае Nikolae",
                "Mircea Мирча",
                "Mircea Мирчя",
                "Ungureanu Унгуряну",
                "Gheorghe Георге",
                "Crețu Крецу",
                "Cretu Crețu",
                "Ciobanu Чобану Čobanu",
                "Jitaru Житару",
                "Nagy Нађ Nađ",
                "Богдан Bohdan Bogdan",
                "Сергій Serhiy Sergij",
                "Фёдор Fyodor Фјодор",
                "Горбачёв Gorbachev Горбачев",
                "Горбачёв Gorbachov",
                "Надя Nadja Nadya",
                "Erdoğan Erdogan",
                "Erdoğan Erdoan Ердоан",
                "Гьокхан Gökhan",
                "Qazim Kazım Казим",
                "Qemal Ћемал Ćemal",
                "Jamila Џамила Xhamila",
                "Djuvel Džuvel"
            })
    void aNameIsFoundInTheSpellingOfAnotherLanguage(String spellings) {
        var written = spellings.split(" ", -1);
        var first = NameFolding.readings(written[0]);
        for (var spelling : written)
            assertThat(NameFolding.readings(spelling))
                    .as("%s, %s", written[0], spelling)
                    .containsAnyElementsOf(first);
    }

    @Test
    void differentNamesStayDifferent() {
        var same = new HashMap<String, TreeSet<String>>();
        for (var name : DIFFERENT)
            same.computeIfAbsent(NameFolding.fold(name), form -> new TreeSet<>())
                    .add(name);
        assertThat(DIFFERENT).hasSizeGreaterThan(300).doesNotHaveDuplicates();
        assertThat(same.values().stream().filter(names -> names.size() > 1).map(names -> String.join(" ", names)))
                .containsExactlyInAnyOrder("Elena Jelena", "Ela Jela", "Nada Nađa", "Zana Žana");
    }

    @Test
    void readingsMakeFewNamesMeet() {
        var readings = DIFFERENT.stream().map(NameFolding::readings).toList();
        var meet = new TreeSet<String>();
        for (int one = 0; one < readings.size(); one++)
            for (int other = one + 1; other < readings.size(); other++)
                if (readings.get(one).stream().anyMatch(readings.get(other)::contains))
                    meet.add(DIFFERENT.get(one) + " " + DIFFERENT.get(other));
        assertThat(meet)
                .containsExactlyInAnyOrder(
                        // in the common form
                        "Elena Jelena",
                        "Ela Jela",
                        "Nada Nađa",
                        "Zana Žana",
                        // c, j, oi and ei are read in more than one way
                        "Cana Jana",
                        "Cana Kana",
                        "Cemal Kemal",
                        "Dina Doina",
                        "Jana Žana",
                        "Leila Lila",
                        "Marica Marika",
                        "Mica Mika",
                        "Zana Jana");
    }

    @Test
    void mostNamesHaveFewReadings() {
        assertThat(DIFFERENT.stream()
                        .mapToInt(name -> NameFolding.readings(name).size())
                        .average()
                        .orElseThrow())
                .isLessThan(1.5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "---",
                "'’",
                "\u200f\u200e",
                "😀🎉",
                "\ud800",
                "\udc00\ud800",
                "\u0301\u0323",
                "12345",
                "ь",
                "ـــ"
            })
    void whatHasNoLettersIsNoName(String text) {
        assertThat(NameFolding.fold(text)).isEmpty();
        assertThat(NameFolding.tokens(text, text, "1990-04-03")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"王, ~738b", "محمد, ~645~62d~645~62f", "𐐨𐐩, ~10428~10429", "გია, ~10d2~10d8~10d0"})
    void aNameInAnotherScriptIsFoundInItsOwnScript(String name, String form) {
        assertThat(NameFolding.fold(name)).isEqualTo(form);
    }

    /** Whatever is typed, signs and order of letters included. */
    @RepeatedTest(200)
    void anyTextHasAFormOfAscii(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var text = new StringBuilder();
        int length = random.nextInt(400);
        while (text.length() < length)
            switch (random.nextInt(4)) {
                case 0 -> text.append((char) random.nextInt(Character.MAX_VALUE + 1)); // unpaired halves too
                case 1 -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
                case 2 -> text.append((char) (0x370 + random.nextInt(0x160))); // Greek, Cyrillic
                default -> text.append((char) (' ' + random.nextInt(0x160))); // Latin
            }
        assertThat(NameFolding.fold(text.toString())).matches("[a-z0-9~]*");
        assertThat(NameFolding.tokens(text.toString(), text.toString(), "1990"))
                .allSatisfy(token -> assertThat(token.text()).matches("[a-z0-9~ -]+"));
    }

    @RepeatedTest(200)
    void caseCompositionAndSignsBetweenLettersDoNotCount(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var name = DIFFERENT.get(random.nextInt(DIFFERENT.size()));
        var changed = new StringBuilder();
        for (var letter : name.split("", -1))
            changed.append(letter)
                    .append(List.of("", "", "'", "-", "\u200f", "\u00ad", " ", letter.toLowerCase(Locale.ROOT))
                            .get(random.nextInt(8)));
        assertThat(NameFolding.fold(Normalizer.normalize(changed, Normalizer.Form.NFD)))
                .isEqualTo(NameFolding.fold(name));
        assertThat(NameFolding.fold(name.toUpperCase(Locale.ROOT))).isEqualTo(NameFolding.fold(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a ", "щ", "ﷺ", "😀", "\ud800", "ǆ", "i\u0307", "王 "})
    void aVeryLongTextIsCut(String part) {
        var text = part.repeat(10_000);
        var tokens = NameFolding.tokens(text, text, "1990-04-03");
        assertThat(tokens).hasSizeLessThan(3_000);
        assertThat(NameFolding.fold(text).length()).isLessThan(40_000);
    }
}
