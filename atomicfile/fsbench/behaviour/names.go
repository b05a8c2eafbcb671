package behaviour

import "strings"

// names are the behaviours in which the name is special.
func names() []Behaviour {
	long := strings.Repeat("x", 255)
	return []Behaviour{
		{Name: "name of 255 bytes, new", ways: writesTo(long, 0o644)},
		{Name: "name of 255 bytes", setup: func(s *scene) { s.file(long, 0o640) }, ways: writesTo(long, 0o644)},
		{Name: "name of 256 bytes", ways: writesTo(long+"x", 0o644)},
		{Name: "name of 143 bytes", ways: writesTo(long[:143], 0o644)},
		{Name: "name in Unicode", ways: writesTo("naïve 文", 0o644)},
		{Name: "name with a colon", ways: writesTo("a:b", 0o644)},
		{Name: "name with a dot at its end", ways: writesTo("f.", 0o644)},
		{Name: "name in capitals", setup: existing, ways: writesTo("F", 0o644)},
	}
}
