package org.nrm.pathway;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.nrm.ledger.CanonicalJson;
import org.nrm.ledger.Hash;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Every set of models, tables, forms and settings that was ever in force, by what is in it: the hash of a set is over the paths and
 * hashes of its files, so no file of it can be replaced unseen.
 */
@Component
@Transactional
public class PublishedModels {

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Map<String, PublishedSet> ofDeployment = new ConcurrentHashMap<>();

    PublishedModels(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A set that was published.
     *
     * @param version 1, 2, 3 …
     */
    public record PublishedSet(int version, String hash, Instant published) {}

    /** All sets, newest first. */
    @Transactional(readOnly = true)
    public List<PublishedSet> all() {
        return jdbc.sql("select version, hash, published from published_set order by version desc")
                .query((row, number) -> new PublishedSet(
                        row.getInt("version"),
                        row.getString("hash"),
                        row.getObject("published", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** The files of the set with this hash, path → text; empty if there is none. */
    @Transactional(readOnly = true)
    public Map<String, String> files(String hash) {
        var files = new TreeMap<String, String>();
        jdbc.sql("""
                select s.path, f.content from published_set_file s join published_file f on f.hash = s.file_hash where s.set_hash = :hash""").param("hash", hash).query(row -> {
            files.put(row.getString("path"), row.getString("content"));
        });
        return files;
    }

    /** The set by which the instances of a deployment go. */
    PublishedSet ofDeployment(String deployment) {
        return ofDeployment.computeIfAbsent(
                deployment,
                id -> jdbc.sql(
                                "select version, hash, published from published_set where deployment = :id order by version desc fetch first row only")
                        .param("id", id)
                        .query((row, number) -> new PublishedSet(
                                row.getInt("version"),
                                row.getString("hash"),
                                row.getObject("published", OffsetDateTime.class).toInstant()))
                        .single());
    }

    /** Keeps the set; empty if it is the one that the deployment had last. */
    Optional<PublishedSet> publish(String deployment, Map<String, String> files) {
        var latest = jdbc.sql(
                        "select hash from published_set where deployment = :id order by version desc fetch first row only")
                .param("id", deployment)
                .query(String.class)
                .optional();
        var hashes = hashes(files);
        var hash = hash(hashes);
        if (latest.filter(hash::equals).isPresent()) return Optional.empty();
        if (files(hash).isEmpty()) keep(hash, hashes, files);
        var version = jdbc.sql("select coalesce(max(version), 0) + 1 from published_set")
                .query(Integer.class)
                .single();
        var set = new PublishedSet(version, hash, clock.instant());
        jdbc.sql("insert into published_set (version, hash, deployment, published) values (:version, :hash, :id, :now)")
                .param("version", version)
                .param("hash", hash)
                .param("id", deployment)
                .param("now", set.published().atOffset(ZoneOffset.UTC))
                .update();
        return Optional.of(set);
    }

    private void keep(String hash, Map<String, String> hashes, Map<String, String> files) {
        hashes.forEach((path, fileHash) -> {
            if (jdbc.sql("select count(*) from published_file where hash = :hash")
                            .param("hash", fileHash)
                            .query(Integer.class)
                            .single()
                    == 0)
                jdbc.sql("insert into published_file (hash, content) values (:hash, :content)")
                        .param("hash", fileHash)
                        .param("content", files.get(path))
                        .update();
            jdbc.sql("insert into published_set_file (set_hash, path, file_hash) values (:set, :path, :hash)")
                    .param("set", hash)
                    .param("path", path)
                    .param("hash", fileHash)
                    .update();
        });
    }

    private static Map<String, String> hashes(Map<String, String> files) {
        var hashes = new TreeMap<String, String>();
        files.forEach((path, content) -> hashes.put(
                path, Hash.of(content.getBytes(StandardCharsets.UTF_8)).toString()));
        return hashes;
    }

    /** The hash of a set: of the canonical JSON object of path → hash of the file. */
    private static String hash(Map<String, String> hashes) {
        return Hash.of(CanonicalJson.write(hashes).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
