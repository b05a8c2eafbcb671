package setting

import (
	"path"
	"path/filepath"
	"strings"
)

// SkipsPackage reports whether a pattern of analyzer.Settings.Skip leaves out
// the package with the import path.
//
// "..." stands for any text. As in the go command, "x/..." names x, too.
func SkipsPackage(pattern, pkgPath string) bool {
	if root, ok := strings.CutSuffix(pattern, "/..."); ok && SkipsPackage(root, pkgPath) {
		return true
	}
	parts := strings.Split(pattern, "...")
	rest, ok := strings.CutPrefix(pkgPath, parts[0])
	if !ok || len(parts) == 1 {
		return ok && rest == ""
	}
	for _, part := range parts[1 : len(parts)-1] {
		_, after, ok := strings.Cut(rest, part)
		if !ok {
			return false
		}
		rest = after
	}
	return strings.HasSuffix(rest, parts[len(parts)-1])
}

// SkipsFile reports whether a pattern of analyzer.Settings.Skip leaves out the
// file.
func SkipsFile(pattern, file string) bool {
	elems := strings.Split(filepath.ToSlash(file), "/")
	n := strings.Count(pattern, "/") + 1
	ok, _ := path.Match(pattern, path.Join(elems[max(0, len(elems)-n):]...))
	return ok
}
