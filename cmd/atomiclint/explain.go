package main

import (
	_ "embed"
	"fmt"
	"strings"

	"golang.org/x/tools/txtar"
)

//go:embed explain.txt
var explainText []byte

// explain returns what a category or a flaw means. A flaw may have its category
// before it.
func explain(name string) (string, error) {
	var names []string
	for _, f := range txtar.Parse(explainText).Files {
		if f.Name == strings.TrimPrefix(name, "unsafe-rename/") {
			return f.Name + "\n\n" + string(f.Data), nil
		}
		names = append(names, f.Name)
	}
	return "", fmt.Errorf("no category or flaw %q; there are %s", name, strings.Join(names, ", "))
}

// summaryOf returns the first sentence about a category.
func summaryOf(category string) string {
	text, err := explain(category)
	if err != nil {
		return category
	}
	_, text, _ = strings.Cut(text, "\n\n")
	text, _, _ = strings.Cut(strings.Join(strings.Fields(text), " "), ". ")
	return strings.TrimSuffix(text, ".") + "."
}
