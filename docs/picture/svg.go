//go:build linux

package main

import (
	"encoding/xml"
	"fmt"
	"strings"
	"unicode/utf8"
)

// The size of a character, and the space around all, in pixels.
const (
	charWidth  = 8
	lineHeight = 18
	margin     = 16
	fontSize   = 13
	columns    = 152 // longer lines are broken
)

// colours are those of the SGR parameters that atomiclint uses.
var colours = map[string]string{
	"1":  `font-weight="bold" fill="#ffffff"`,
	"31": `fill="#ff7b72"`,
	"90": `fill="#8b949e"`,
}

// svg returns a picture of what a terminal shows.
func svg(screen string) string {
	var lines []string
	for line := range strings.Lines(screen) {
		lines = append(lines, fold(expand(strings.TrimSuffix(line, "\n")))...)
	}
	width, height := columns*charWidth+2*margin, len(lines)*lineHeight+2*margin
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d">`+"\n", width, height)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" rx="8" fill="#0d1117"/>`+"\n", width, height)
	fmt.Fprintf(&b, `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="%d" fill="#c9d1d9" style="white-space: pre">`+"\n", fontSize)
	for i, line := range lines {
		y := margin + i*lineHeight + fontSize
		column := 0
		for _, s := range spans(line) {
			text := strings.TrimLeft(s.text, " ")
			column += len(s.text) - len(text)
			if n := utf8.RuneCountInString(text); n > 0 {
				fmt.Fprintf(&b, `<text x="%d" y="%d" textLength="%d"%s>%s</text>`+"\n", margin+column*charWidth, y, n*charWidth, s.style, escape(text))
				column += n
			}
		}
	}
	b.WriteString("</g>\n</svg>\n")
	return b.String()
}

// A span is text of one colour.
type span struct{ text, style string }

// spans returns the pieces of a line between its SGR sequences.
func spans(line string) (list []span) {
	style := ""
	for line != "" {
		text, rest, ok := strings.Cut(line, "\x1b[")
		if text != "" {
			list = append(list, span{text, style})
		}
		if !ok {
			break
		}
		var code string
		code, line, _ = strings.Cut(rest, "m")
		style = ""
		if attributes := colours[code]; attributes != "" {
			style = " " + attributes
		}
	}
	return list
}

// expand replaces tabs as a terminal shows them.
func expand(line string) string {
	var b strings.Builder
	column, sequence := 0, false
	for _, r := range line {
		switch {
		case r == '\x1b':
			sequence = true
		case sequence:
			sequence = r != 'm'
		case r == '\t':
			for n := 8 - column%8; n > 0; n-- {
				b.WriteByte(' ')
				column++
			}
			continue
		default:
			column++
		}
		b.WriteRune(r)
	}
	return b.String()
}

// fold breaks a line where a terminal does.
func fold(line string) (list []string) {
	column, sequence, start := 0, false, 0
	for i, r := range line {
		switch {
		case r == '\x1b':
			sequence = true
		case sequence:
			sequence = r != 'm'
		default:
			if column == columns {
				list = append(list, line[start:i])
				column, start = 0, i
			}
			column++
		}
	}
	return append(list, line[start:])
}

func escape(text string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(text)) // a strings.Builder takes all
	return b.String()
}
