package main

import (
	"context"
	"errors"
	"fmt"
	"go/version"
	"slices"
	"strconv"
	"strings"
)

// goplsPath is the module of gopls.
const goplsPath = "golang.org/x/tools/gopls"

// oldestMinor is the first minor version of gopls whose list of analyzers is a
// slice in a variable. Before v0.19 it is a map, filled elsewhere.
const oldestMinor = 19

// A release is a version of gopls.
type release struct {
	version   string // such as v0.23.0
	goVersion string // the oldest Go that builds it, such as go1.26.0
}

// A catalog is the releases that there are to choose from: the newest of each
// minor version from oldestMinor on, oldest first.
type catalog struct {
	releases  []release
	goVersion string // the installed Go, such as go1.26.8
}

// loadCatalog asks the go command for the installed Go and the releases.
func loadCatalog(ctx context.Context, g goCommand) (*catalog, error) {
	out, err := g.output(ctx, "env", "GOVERSION")
	if err != nil {
		return nil, err
	}
	c := &catalog{goVersion: languageVersion(string(out))}
	var module struct{ Versions []string }
	if err := g.decode(ctx, &module, "list", "-m", "-versions", "-json", goplsPath); err != nil {
		return nil, fmt.Errorf("cannot list the versions of gopls: %w", err)
	}
	for _, v := range newestOfMinors(module.Versions) {
		r, err := resolve(ctx, g, v)
		if err != nil {
			return nil, fmt.Errorf("cannot look up gopls %s: %w", v, err)
		}
		c.releases = append(c.releases, r)
	}
	return c, nil
}

// languageVersion returns the part of the version of a go command that can be
// compared: go1.26.8 of "go1.26.8 X:synctest", go1.27 of "devel go1.27-0123abc".
func languageVersion(text string) string {
	for word := range strings.FieldsSeq(text) {
		if word, _, _ = strings.Cut(word, "-"); version.IsValid(word) {
			return word
		}
	}
	return strings.TrimSpace(text)
}

// newestOfMinors returns the last of each minor version in versions, which are
// sorted. It leaves out pre-releases and what is too old.
func newestOfMinors(versions []string) []string {
	var list []string
	minor := func(v string) string { return v[:strings.LastIndexByte(v, '.')] }
	for _, v := range versions {
		if strings.Contains(v, "-") || tooOld(v) {
			continue
		}
		if n := len(list); n > 0 && minor(list[n-1]) == minor(v) {
			list = list[:n-1]
		}
		list = append(list, v)
	}
	return list
}

// tooOld reports whether the version v comes before oldestMinor.
func tooOld(v string) bool {
	rest, ok := strings.CutPrefix(v, "v0.")
	minor, _, _ := strings.Cut(rest, ".")
	n, err := strconv.Atoi(minor)
	return ok && err == nil && n < oldestMinor
}

// resolve returns the release that query stands for: a version, the start of
// one, or what else the go command takes after an @.
func resolve(ctx context.Context, g goCommand, query string) (release, error) {
	var module struct{ Version, GoMod string }
	if err := g.decode(ctx, &module, "list", "-m", "-json", goplsPath+"@"+query); err != nil {
		return release{}, err
	}
	mod, err := readGoMod(ctx, g, module.GoMod)
	if err != nil {
		return release{}, err
	}
	return release{module.Version, "go" + mod.Go}, nil
}

// choose returns the release that query stands for, or the newest that can be
// built if it is empty. It returns an error if that cannot be built, or is too
// old to carry the analyzer.
func (c *catalog) choose(ctx context.Context, g goCommand, query string) (release, error) {
	if query == "" {
		return c.newest()
	}
	r, err := resolve(ctx, g, query)
	switch {
	case err != nil:
		return release{}, fmt.Errorf("-gopls=%s: %w; %s", query, err, c.supported(release{}))
	case tooOld(r.version):
		return release{}, c.unfit(r, "it keeps its analyzers in another way")
	case !c.builds(r):
		return release{}, fmt.Errorf("gopls %s needs %s or newer; %s", r.version, r.goVersion, c.supported(r))
	}
	return r, nil
}

// builds reports whether the installed Go is new enough for r.
func (c *catalog) builds(r release) bool {
	return version.Compare(r.goVersion, c.goVersion) <= 0
}

// newest returns the newest release that the installed Go can build.
func (c *catalog) newest() (release, error) {
	for _, r := range slices.Backward(c.releases) {
		if c.builds(r) {
			return r, nil
		}
	}
	return release{}, errors.New(c.goVersion + " is too old for every gopls that can carry atomiclint")
}

// supported returns a clause that names the releases that may be chosen, other
// than failed.
func (c *catalog) supported(failed release) string {
	var names []string
	for _, r := range c.releases {
		if c.builds(r) && r != failed {
			names = append(names, r.version)
		}
	}
	if len(names) == 0 {
		return c.goVersion + " can build no other that carries atomiclint"
	}
	return "with " + c.goVersion + " these can be built: " + strings.Join(names, ", ")
}

// unfit returns the error for a release that the analyzer cannot be added to.
func (c *catalog) unfit(r release, reason string) error {
	return fmt.Errorf("gopls %s cannot carry atomiclint: %s; %s", r.version, reason, c.supported(r))
}
