package main

import (
	"slices"
	"strings"
	"testing"
)

func TestExpand(t *testing.T) {
	for line, want := range map[string]string{"a\tb": "a       b", "\x1b[31mab\x1b[0m\tc": "\x1b[31mab\x1b[0m      c", "\t": "        "} {
		if got := expand(line); got != want {
			t.Errorf("expand(%q) = %q, want %q", line, got, want)
		}
	}
}

func TestFold(t *testing.T) {
	long := strings.Repeat("x", columns)
	for _, test := range []struct {
		line string
		want []string
	}{
		{"", []string{""}},
		{long, []string{long}},
		{long + "yz", []string{long, "yz"}},
		{"\x1b[1m" + long + "\x1b[0m", []string{"\x1b[1m" + long + "\x1b[0m"}},
	} {
		if got := fold(test.line); !slices.Equal(got, test.want) {
			t.Errorf("fold(%q) = %q, want %q", test.line, got, test.want)
		}
	}
}

func TestSpans(t *testing.T) {
	got := spans("a \x1b[31mred\x1b[0m <b>")
	want := []span{{"a ", ""}, {"red", ` fill="#ff7b72"`}, {" <b>", ""}}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if picture := svg("a <b>\n"); !strings.Contains(picture, ">a &lt;b&gt;</text>") {
		t.Errorf("got %s, want the text escaped", picture)
	}
}
