package driver

import (
	"encoding/gob"
	"fmt"
	"go/types"
	"maps"
	"reflect"
	"slices"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"
)

// A factStore makes the facts of packages when they are asked for: of those
// that are analyzed, from the syntax at hand; of what they depend on, from
// source that is dropped again at once.
type factStore struct {
	main    *analysis.Analyzer
	initial []*packages.Package
	units   map[*packages.Package]*unit
	types   map[*types.Package]*unit // of the packages that are analyzed
	check   *sourceChecker           // of dependencies
	cache   *factCache               // likewise
}

// A unit is one package in a factStore.
type unit struct {
	pkg     *packages.Package
	initial bool                    // is to be analyzed, if there is anything to find out
	height  func() int              // see the method
	imports func() map[string]*unit // all that it depends on, by import path
	key     func() string           // of its facts in the cache
	prepare func() *preparation
}

func newFactStore(main *analysis.Analyzer, initial []*packages.Package) *factStore {
	s := &factStore{
		main:    main,
		initial: initial,
		units:   make(map[*packages.Package]*unit),
		types:   make(map[*types.Package]*unit),
		check:   newSourceChecker(),
		cache:   openFactCache(main),
	}
	for _, a := range main.Requires {
		for _, fact := range a.FactTypes {
			gob.Register(fact)
		}
	}
	packages.Visit(initial, nil, func(pkg *packages.Package) {
		u := &unit{pkg: pkg}
		u.height = sync.OnceValue(func() int { return s.height(u) })
		u.imports = sync.OnceValue(func() map[string]*unit { return s.closure(u) })
		u.key = sync.OnceValue(func() string { return s.key(u) })
		u.prepare = sync.OnceValue(func() *preparation { return s.prepare(u) })
		s.units[pkg] = u
	})
	for _, pkg := range initial {
		s.units[pkg].initial = true
	}
	return s
}

// height returns how many initial packages are on the longest chain of imports
// that begins with u.
func (s *factStore) height(u *unit) int {
	height := 0
	for _, pkg := range u.pkg.Imports {
		height = max(height, s.units[pkg].height())
	}
	if u.initial {
		height++
	}
	return height
}

// load loads the initial packages about which there may be something to find
// out. It returns them in their order, and a line about each that could not be
// loaded. Whether there may be something depends on the facts about what a
// package imports, so load begins with packages that import no others of these.
func (s *factStore) load() (loaded []*packages.Package, faults []string) {
	byHeight := make(map[int][]*packages.Package)
	for _, pkg := range s.initial {
		h := s.units[pkg].height()
		byHeight[h] = append(byHeight[h], pkg)
	}
	source := newSourceChecker()
	for _, h := range slices.Sorted(maps.Keys(byHeight)) {
		level := slices.DeleteFunc(byHeight[h], func(pkg *packages.Package) bool { return !s.concerned(s.units[pkg]) })
		var prepared sync.WaitGroup
		for i, err := range source.loadAll(level) {
			pkg := level[i]
			if err != nil {
				pkg.Types = nil
				faults = append(faults, fmt.Sprintf("%s cannot be analyzed: %v", pkg.PkgPath, err))
				continue
			}
			s.types[pkg.Types] = s.units[pkg]
			prepared.Go(func() { s.units[pkg].prepare() })
		}
		prepared.Wait()
	}
	unloaded := func(pkg *packages.Package) bool { return pkg.Types == nil }
	return slices.DeleteFunc(slices.Clone(s.initial), unloaded), faults
}

// concerned reports whether there may be diagnostics or facts about u.
func (s *factStore) concerned(u *unit) bool {
	if !u.initial && standard(u.pkg) {
		return false
	}
	imports := func(yield func(string) bool) {
		for _, pkg := range u.pkg.Imports {
			if !yield(pkg.PkgPath) {
				return
			}
		}
	}
	return concerned(s.main, imports, u.pkg.GoFiles, func(path string) bool { return len(s.dependency(u, path).prepare().facts) > 0 })
}

// analyzer returns the main analyzer, changed so that it gets from the store
// what it requires.
func (s *factStore) analyzer() *analysis.Analyzer {
	return prepared(s.main, func(pkg *types.Package) *preparation { return s.types[pkg].prepare() })
}

// dependency returns the package path, which u imports directly or not.
func (s *factStore) dependency(u *unit, path string) *unit {
	if pkg := u.pkg.Imports[path]; pkg != nil && pkg.PkgPath == path {
		return s.units[pkg]
	}
	return u.imports()[path]
}

// closure returns all packages that u depends on. There is one of each path.
func (s *factStore) closure(u *unit) map[string]*unit {
	all := make(map[string]*unit)
	packages.Visit(slices.Collect(maps.Values(u.pkg.Imports)), nil, func(pkg *packages.Package) {
		all[pkg.PkgPath] = s.units[pkg]
	})
	return all
}

func (s *factStore) prepare(u *unit) *preparation {
	switch {
	case !u.initial:
		return &preparation{facts: s.dependencyFacts(u)}
	case u.pkg.Types == nil:
		return new(preparation)
	}
	return prepare(s.main, s.pass(u))
}

// pass returns a pass that gets facts from the store.
func (s *factStore) pass(u *unit) *analysis.Pass {
	pass := newPass(u.pkg)
	pass.ImportPackageFact = func(pkg *types.Package, fact analysis.Fact) bool { return s.fact(u, pkg, fact) }
	return pass
}

// fact copies the fact about pkg, on which u depends, to ptr.
func (s *factStore) fact(u *unit, pkg *types.Package, ptr analysis.Fact) bool {
	dep := s.dependency(u, pkg.Path())
	if dep == nil {
		return false
	}
	for _, fact := range dep.prepare().facts {
		if reflect.TypeOf(fact) == reflect.TypeOf(ptr) {
			reflect.ValueOf(ptr).Elem().Set(reflect.ValueOf(fact).Elem())
			return true
		}
	}
	return false
}

// standard reports whether pkg belongs to the standard library.
func standard(pkg *packages.Package) bool {
	return pkg.Module == nil && standardPath(pkg.PkgPath)
}
