package main

import (
	"fmt"
	"html"
	"strings"

	"github.com/atomiclint/atomiclint/atomicfile/crashtest/lab"
	"github.com/atomiclint/atomiclint/atomicfile/crashtest/workload"
)

// Measures of the picture, in pixels.
const (
	matrixLabel  = 230
	matrixCell   = 92
	matrixRow    = 34
	matrixHead   = 60
	matrixLegend = 50
	matrixGap    = 10 // between models and file systems, and between kinds of writers
)

// Colours of cells. The writing on them is black in light and in dark.
const (
	colourFine = "#7bc58a"
	colourLost = "#f2c14e"
	colourTorn = "#ee7d6b"
)

// matrix returns the results as SVG: writers down, models and file systems
// across. The background is left to the page, and so the writing on it is dark
// or light as that is.
func (r *results) matrix() string {
	var b strings.Builder
	for i, column := range r.columns {
		words := strings.SplitN(strings.TrimPrefix(column, "model: "), ", ", 2)
		if i < r.models {
			words = append([]string{"model"}, words...)
		}
		for line, word := range words {
			fmt.Fprintf(&b, `<text class="t" x="%d" y="%d" text-anchor="middle">%s</text>`+"\n", r.x(i)+matrixCell/2, 22+15*line, html.EscapeString(word))
		}
	}
	y := matrixHead
	last := workload.Ours
	for _, w := range r.writers() {
		if w.Kind != last {
			y += matrixGap
		}
		last = w.Kind
		fmt.Fprintf(&b, `<text class="t" x="%d" y="%d" text-anchor="end">%s</text>`+"\n", matrixLabel-8, y+matrixRow/2+3, html.EscapeString(w.Name))
		for i, column := range r.columns {
			drawCell(&b, r.x(i), y, r.cell(w.Name, column), w.Name+", "+column)
		}
		y += matrixRow
	}
	y = drawLegend(&b, y)
	width := r.x(len(r.columns)-1) + matrixCell + 10
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" font-family="sans-serif" font-size="12">
<style>.t{fill:#24292f}@media(prefers-color-scheme:dark){.t{fill:#e6edf3}}</style>
%s</svg>
`, width, y, b.String())
}

// x returns the left edge of a column.
func (r *results) x(column int) int {
	x := matrixLabel + column*matrixCell
	if column >= r.models {
		x += matrixGap
	}
	return x
}

func drawCell(b *strings.Builder, x, y int, c *lab.Result, title string) {
	fmt.Fprintf(b, `<g><title>%s: %s</title><rect x="%d" y="%d" width="%d" height="%d" rx="3" fill="%s"/>`,
		html.EscapeString(title), summary(c), x+1, y+1, matrixCell-2, matrixRow-2, colour(c))
	wrong := "0"
	if c.Wrong > 0 {
		wrong = strings.Join(kindsOf(c), ", ")
	}
	fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="middle" font-size="%d" font-weight="bold" fill="#111">%s</text>`, x+matrixCell/2, y+15, fontFor(wrong), wrong)
	fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="middle" font-size="10" fill="#111">of %s</text></g>`+"\n", x+matrixCell/2, y+27, thousands(c.States))
}

// fontFor returns a size in which the text fits into a cell.
func fontFor(text string) int {
	return max(6, min(11, (matrixCell-4)*10/6/max(1, len(text))))
}

// colour tells the gravest of what was wrong.
func colour(c *lab.Result) string {
	switch {
	case c.Wrong == 0:
		return colourFine
	case c.Kinds[workload.Torn]+c.Kinds[workload.Mode] > 0:
		return colourTorn
	}
	return colourLost
}

func drawLegend(b *strings.Builder, y int) int {
	x := matrixLabel
	for _, l := range []struct{ colour, text string }{
		{colourFine, "nothing wrong in the states tried"},
		{colourLost, "whole, but older than when the writer returned, or untidy"},
		{colourTorn, "not whole, or with another mode"},
	} {
		fmt.Fprintf(b, `<rect x="%d" y="%d" width="14" height="14" rx="3" fill="%s"/><text class="t" x="%d" y="%d">%s</text>`+"\n", x, y+16, l.colour, x+20, y+27, l.text)
		x += 40 + 7*len(l.text)
	}
	return y + matrixLegend
}
