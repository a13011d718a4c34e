package org.nrm.records.print;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/** What stands on a printed sheet, and where. */
final class Sheet {

    private final byte[] pdf;

    Sheet(byte[] pdf) {
        this.pdf = pdf;
    }

    PDDocument open() throws IOException {
        return Loader.loadPDF(pdf);
    }

    int pages() throws IOException {
        try (var document = open()) {
            return document.getNumberOfPages();
        }
    }

    /** All text, with one space for each end of a line: sentences are read as they were before they were wrapped. */
    String text() throws IOException {
        try (var document = open()) {
            return new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
        }
    }

    String page(int number) throws IOException {
        try (var document = open()) {
            var stripper = new PDFTextStripper();
            stripper.setStartPage(number);
            stripper.setEndPage(number);
            return stripper.getText(document).replaceAll("\\s+", " ");
        }
    }

    /** Where each sign stands. */
    List<TextPosition> signs() throws IOException {
        var signs = new ArrayList<TextPosition>();
        try (var document = open()) {
            new PDFTextStripper() {
                @Override
                protected void processTextPosition(TextPosition sign) {
                    signs.add(sign);
                    super.processTextPosition(sign);
                }
            }.getText(document);
        }
        return signs;
    }
}
