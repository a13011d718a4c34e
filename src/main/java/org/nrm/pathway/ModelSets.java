package org.nrm.pathway;

import java.lang.ref.SoftReference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.nrm.records.file.VersionInForce;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Every version of the mechanism that was ever published. The database holds each whole, by the hashes of its files, so that none needs
 * what is on disk now; it is read when it is asked for, and may leave memory when nobody does.
 */
@Component
@Transactional
public class ModelSets implements VersionInForce {

    private static final String COLUMNS = "select version, hash, deployment, published from published_set ";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Map<String, SoftReference<ModelSet>> read = new ConcurrentHashMap<>();
    private final Map<String, Published> ofDeployment = new ConcurrentHashMap<>();
    private final Map<Integer, Published> ofVersion = new ConcurrentHashMap<>();

    ModelSets(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A version that was published.
     *
     * @param version    1, 2, 3 …
     * @param deployment of the engine, by which its instances are known
     */
    public record Published(int version, String hash, String deployment, Instant published) {}

    /** All versions, newest first. */
    @Transactional(readOnly = true)
    public List<Published> all() {
        return jdbc.sql(COLUMNS + "order by version desc")
                .query(ModelSets::published)
                .list();
    }

    /** The set by which a new case goes. */
    @Transactional(readOnly = true)
    public ModelSet newest() {
        return of(newestPublished());
    }

    @Transactional(readOnly = true)
    Published newestPublished() {
        return latest().orElseThrow(() -> new IllegalStateException("No set of models has been published"));
    }

    @Override
    @Transactional(readOnly = true)
    public int versionInForce() {
        return newestPublished().version();
    }

    private Optional<Published> latest() {
        return jdbc.sql(COLUMNS + "order by version desc fetch first row only")
                .query(ModelSets::published)
                .optional();
    }

    /** The set of a version that a case names. */
    @Transactional(readOnly = true)
    public ModelSet version(int version) {
        return of(published(version));
    }

    @Transactional(readOnly = true)
    Published published(int version) {
        return ofVersion.computeIfAbsent(
                version,
                number -> jdbc.sql(COLUMNS + "where version = :version")
                        .param("version", number)
                        .query(ModelSets::published)
                        .optional()
                        .orElseThrow(() -> new IllegalStateException("Version " + number + " was never published")));
    }

    /** The set with this hash; empty if it was never published. */
    @Transactional(readOnly = true)
    public Optional<ModelSet> find(String hash) {
        var known = known(hash);
        if (known != null) return Optional.of(known);
        var files = files(hash);
        return files.isEmpty() ? Optional.empty() : Optional.of(read(hash, files));
    }

    /** The files of the set with this hash, path → text; empty if there is none. */
    @Transactional(readOnly = true)
    public Map<String, String> files(String hash) {
        var known = known(hash);
        if (known != null) return known.files();
        var files = new TreeMap<String, String>();
        jdbc.sql("""
                select s.path, f.content from published_set_file s join published_file f on f.hash = s.file_hash where s.set_hash = :hash""").param("hash", hash).query(row -> {
            files.put(row.getString("path"), row.getString("content"));
        });
        return files;
    }

    /** The set by which the instances of a deployment go. */
    @Transactional(readOnly = true)
    ModelSet ofDeployment(String deployment) {
        return of(publishedAs(deployment));
    }

    @Transactional(readOnly = true)
    Published publishedAs(String deployment) {
        return ofDeployment.computeIfAbsent(
                deployment,
                id -> jdbc.sql(COLUMNS + "where deployment = :id order by version desc fetch first row only")
                        .param("id", id)
                        .query(ModelSets::published)
                        .single());
    }

    private ModelSet of(Published published) {
        return find(published.hash())
                .orElseThrow(() ->
                        new IllegalStateException("The files of version " + published.version() + " are missing"));
    }

    private @Nullable ModelSet known(String hash) {
        var reference = read.get(hash);
        return reference == null ? null : reference.get();
    }

    /** What is kept under a hash must be what it says: a file that was changed in the database decides nothing. */
    private ModelSet read(String hash, Map<String, String> files) {
        if (!ModelSet.hash(files).equals(hash))
            throw new IllegalStateException("The files of the set " + hash + " are not those that were published");
        var set = ModelSet.read(files);
        read.put(hash, new SoftReference<>(set));
        return set;
    }

    /** Is this what was published last? */
    boolean isNewest(ModelSet set) {
        return latest().filter(last -> last.hash().equals(set.hash())).isPresent();
    }

    /** Keeps the set as the newest version, by which the instances of the deployment go. */
    Published publish(ModelSet set, String deployment) {
        if (files(set.hash()).isEmpty()) keep(set);
        read.put(set.hash(), new SoftReference<>(set));
        var version = jdbc.sql("select coalesce(max(version), 0) + 1 from published_set")
                .query(Integer.class)
                .single();
        var published = new Published(version, set.hash(), deployment, clock.instant());
        jdbc.sql("insert into published_set (version, hash, deployment, published) values (:version, :hash, :id, :now)")
                .param("version", version)
                .param("hash", set.hash())
                .param("id", deployment)
                .param("now", published.published().atOffset(ZoneOffset.UTC))
                .update();
        return published;
    }

    private void keep(ModelSet set) {
        ModelSet.hashes(set.files()).forEach((path, fileHash) -> {
            if (jdbc.sql("select count(*) from published_file where hash = :hash")
                            .param("hash", fileHash)
                            .query(Integer.class)
                            .single()
                    == 0)
                jdbc.sql("insert into published_file (hash, content) values (:hash, :content)")
                        .param("hash", fileHash)
                        .param("content", set.files().get(path))
                        .update();
            jdbc.sql("insert into published_set_file (set_hash, path, file_hash) values (:set, :path, :hash)")
                    .param("set", set.hash())
                    .param("path", path)
                    .param("hash", fileHash)
                    .update();
        });
    }

    private static Published published(ResultSet row, int number) throws SQLException {
        return new Published(
                row.getInt("version"),
                row.getString("hash"),
                row.getString("deployment"),
                row.getObject("published", OffsetDateTime.class).toInstant());
    }
}
