package org.nrm.rights.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.nrm.mechanism.UnusableFile;
import org.nrm.rights.model.ForeignFile;
import org.nrm.rights.model.SafeXml;

/**
 * A file of text.
 *
 * @param path as it is to be named in messages
 */
record TextFile(Path path) {

    private static final long LARGEST = SafeXml.LENGTH;

    private static final Pattern ENCODING = Pattern.compile("^(<\\?xml[^>]*?encoding\\s*=\\s*[\"'])([^\"']+)([\"'])");

    /** The text, read as UTF-8. */
    String read() throws UnusableFile {
        return decode(bytes(), StandardCharsets.UTF_8);
    }

    /** The text, read in the encoding that it declares; what is returned declares UTF-8. */
    String readXml() throws UnusableFile {
        var bytes = bytes();
        if (bytes.length > 1 && (bytes[0] == (byte) 0xFE || bytes[0] == (byte) 0xFF))
            return declareUtf8(decode(bytes, StandardCharsets.UTF_16));
        var head = new String(bytes, 0, Math.min(bytes.length, 200), StandardCharsets.ISO_8859_1);
        var declared = ENCODING.matcher(head);
        if (!declared.find()) return decode(bytes, StandardCharsets.UTF_8);
        try {
            return declareUtf8(decode(bytes, Charset.forName(declared.group(2))));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw unusable(1, "the encoding '" + declared.group(2) + "' is not known; save the file as UTF-8");
        }
    }

    private UnusableFile unusable(int line, String message) {
        return new UnusableFile(path.toString(), line, message);
    }

    private static String declareUtf8(String text) {
        return ENCODING.matcher(text).replaceFirst("$1UTF-8$3");
    }

    private byte[] bytes() throws UnusableFile {
        try {
            if (!Files.exists(path)) throw unusable(0, "there is no such file");
            if (!Files.isRegularFile(path)) throw unusable(0, "is not a file");
            if (Files.size(path) > LARGEST)
                throw unusable(
                        0,
                        "is larger than " + LARGEST / 1024 / 1024
                                + " MB, which no model is; take out what is not drawn");
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw unusable(0, "there is no such file");
        } catch (AccessDeniedException e) {
            throw unusable(0, "may not be read");
        } catch (IOException e) {
            throw unusable(0, "cannot be read");
        }
    }

    private String decode(byte[] bytes, Charset charset) throws UnusableFile {
        try {
            var text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw unusable(
                    0,
                    ForeignFile.bytes(bytes)
                            .orElse("is not text in the encoding " + charset + "; save the file as UTF-8"));
        }
    }
}
