package main

import (
	"fmt"
	"html"
	"strings"
)

// Measures of the chart, in pixels.
const (
	chartWidth = 760
	labelWidth = 330
	barHeight  = 14
	lineHeight = 20
	textHeight = 13
)

// A bar is one line of the chart.
type bar struct {
	label string
	ratio ratio
	own   bool // of this module
}

// chart returns, as SVG, a bar for each writer: how long it takes to replace a
// file of the smallest and the largest size on the first file system.
func (r *report) chart() string {
	var body strings.Builder
	y := 0
	v := r.volumes[0]
	for i := range v.results {
		c := &v.results[i]
		if !c.existing || c.size != v.results[0].size && c.size != v.results[len(v.results)-1].size {
			continue
		}
		y += lineHeight + 6
		fmt.Fprintf(&body, `<text x="8" y="%d" font-weight="bold">%s replaced, %s</text>`+"\n", y, sizeName(c.size), html.EscapeString(c.guarantee.name))
		y += 8
		bars := c.bars()
		for _, b := range bars {
			b.svg(&body, y, scaleOf(bars))
			y += lineHeight
		}
		fmt.Fprintf(&body, `<line x1="%.1f" x2="%.1[1]f" y1="%d" y2="%d" stroke="#333" stroke-dasharray="3 2"/>`+"\n",
			labelWidth+scaleOf(bars), y-lineHeight*len(bars)-3, y)
	}
	y += lineHeight
	fmt.Fprintf(&body, `<text x="8" y="%d" fill="#555">%s; dashed: the bare system calls of the same guarantee; whiskers: 95 %% confidence</text>`+"\n",
		y, html.EscapeString(v.fileSystem))
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" font-family="sans-serif" font-size="%d">
<rect width="100%%" height="100%%" fill="#fff"/>
%s</svg>
`, chartWidth, y+10, textHeight, body.String())
}

// bars returns a bar for each writer but the bare one.
func (r *result) bars() []bar {
	var list []bar
	for i, w := range writersOf(r.guarantee, r.size) {
		if i > 0 {
			list = append(list, bar{w.name, ratioOf(r.times[i], r.times[0]), strings.HasPrefix(w.name, "atomicfile")})
		}
	}
	return list
}

// scaleOf returns how many pixels stand for a ratio of 1.
func scaleOf(bars []bar) float64 {
	longest := 1.0
	for _, b := range bars {
		longest = max(longest, b.ratio.high)
	}
	return (chartWidth - labelWidth - 60) / longest
}

func (b bar) svg(to *strings.Builder, y int, scale float64) {
	fill := "#9aa5b1"
	if b.own {
		fill = "#2f6fb5"
	}
	x := func(v float64) float64 { return labelWidth + v*scale }
	middle := y + barHeight/2
	fmt.Fprintf(to, `<text x="%d" y="%d" text-anchor="end" font-size="11">%s</text>`, labelWidth-6, y+11, html.EscapeString(b.label))
	fmt.Fprintf(to, `<rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>`, labelWidth, y, b.ratio.value*scale, barHeight, fill)
	fmt.Fprintf(to, `<line x1="%.1f" x2="%.1f" y1="%d" y2="%[3]d" stroke="#111"/>`, x(b.ratio.low), x(b.ratio.high), middle)
	fmt.Fprintf(to, `<text x="%.1f" y="%d">%.2f</text>`+"\n", x(b.ratio.high)+5, y+12, b.ratio.value)
}
