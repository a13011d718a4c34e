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

/**
 * A file of text.
 *
 * @param path as it is to be named in messages
 */
record TextFile(Path path) {

    private static final long LARGEST = 64L * 1024 * 1024;

    private static final Pattern ENCODING = Pattern.compile("^(<\\?xml[^>]*?encoding\\s*=\\s*[\"'])([^\"']+)([\"'])");

    /** The text, read as UTF-8. */
    String read() throws UnusableInput {
        return decode(bytes(), StandardCharsets.UTF_8);
    }

    /** The text, read in the encoding that it declares; what is returned declares UTF-8. */
    String readXml() throws UnusableInput {
        var bytes = bytes();
        if (bytes.length > 1 && (bytes[0] == (byte) 0xFE || bytes[0] == (byte) 0xFF))
            return declareUtf8(decode(bytes, StandardCharsets.UTF_16));
        var head = new String(bytes, 0, Math.min(bytes.length, 200), StandardCharsets.ISO_8859_1);
        var declared = ENCODING.matcher(head);
        if (!declared.find()) return decode(bytes, StandardCharsets.UTF_8);
        try {
            return declareUtf8(decode(bytes, Charset.forName(declared.group(2))));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new UnusableInput(path + ", line 1: the encoding '" + declared.group(2) + "' is not known");
        }
    }

    private static String declareUtf8(String text) {
        return ENCODING.matcher(text).replaceFirst("$1UTF-8$3");
    }

    private byte[] bytes() throws UnusableInput {
        try {
            if (!Files.exists(path)) throw new UnusableInput(path + ": there is no such file");
            if (!Files.isRegularFile(path)) throw new UnusableInput(path + ": is not a file");
            if (Files.size(path) > LARGEST)
                throw new UnusableInput(path + ": is larger than " + LARGEST / 1024 / 1024 + " MB");
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new UnusableInput(path + ": there is no such file");
        } catch (AccessDeniedException e) {
            throw new UnusableInput(path + ": may not be read");
        } catch (IOException e) {
            throw new UnusableInput(path + ": cannot be read");
        }
    }

    private String decode(byte[] bytes, Charset charset) throws UnusableInput {
        try {
            var text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new UnusableInput(path + ": is not text in the encoding " + charset);
        }
    }
}
