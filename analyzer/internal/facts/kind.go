package facts

// A Kind is a type of Fact, with a Package in it. Drivers run no two analyzers
// together that export Facts of one type, as each would read what the other has
// written (analysis.Validate). So each that can find out something else than
// those beside it has a kind of its own.
type Kind interface {
	AFact()
	Content() *Package // never nil, and the place where it is stored
}

// NewPackage returns an empty Fact of the analyzer whose settings are flags.
func NewPackage() Kind { return new(Package) }

// A DefaultPackage is the Fact of analyzers whose settings leave the Facts as
// they are.
type DefaultPackage struct{ Package }

// NewDefaultPackage returns an empty Fact of them.
func NewDefaultPackage() Kind { return new(DefaultPackage) }

// A SettingsPackage is the Fact of an analyzer that has settings on which the
// Facts depend.
type SettingsPackage struct{ Package }

// NewSettingsPackage returns an empty Fact of it.
func NewSettingsPackage() Kind { return new(SettingsPackage) }
