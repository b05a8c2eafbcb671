// Package setting reads the items of those settings of the analyzer that its
// drivers have to understand as well.
package setting

import (
	"fmt"
	"strconv"
	"strings"
)

// A Sink is a function that creates or truncates a file: an item of
// analyzer.Settings.Sinks.
type Sink struct {
	FullName string // as types.Func.FullName has it
	Pkg      string // import path
	Receiver string // name of its type, empty if it has none
	Name     string
	Index    int // of the argument that holds the path, from 0
}

// ParseSink parses an item such as example.com/fsx.Save:1.
func ParseSink(item string) (Sink, error) {
	var s Sink
	var number string
	var found bool
	if s.FullName, number, found = strings.Cut(item, ":"); found {
		var err error
		if s.Index, err = strconv.Atoi(number); err != nil || s.Index < 0 {
			return s, fmt.Errorf("sink %q: want the index of an argument after the colon, counted from 0", item)
		}
	}
	rest := s.FullName
	if receiver, method, ok := strings.Cut(strings.TrimPrefix(rest, "("), ")."); ok && rest[0] == '(' {
		rest, s.Name = strings.TrimPrefix(receiver, "*"), method
	}
	slash := strings.LastIndexByte(rest, '/') + 1
	path, name, ok := strings.Cut(rest[slash:], ".")
	s.Pkg = rest[:slash] + path
	if s.Name == "" {
		s.Name = name
	} else {
		s.Receiver = name
	}
	if !ok || name == "" || s.Pkg == "" {
		return s, fmt.Errorf("sink %q: want an import path and a function, such as example.com/fsx.Save, or a method, such as (*example.com/fsx.Dir).Put", item)
	}
	return s, nil
}
