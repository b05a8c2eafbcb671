package analyzer

import (
	"flag"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/atomiclint/atomiclint/analyzer/internal/knowledge"
	"github.com/atomiclint/atomiclint/internal/module"
	"github.com/atomiclint/atomiclint/internal/setting"
)

// Settings configures an Analyzer made by New.
type Settings struct {
	// Writer is the import path of the package that suggested fixes aim at:
	// one with a WriteFile function of the signature of os.WriteFile. Empty
	// means package atomicfile of this module, the only one for which handles
	// are rewritten, too.
	Writer string `json:"writer"`

	// Sinks names more functions that create or truncate a file, as
	// types.Func.FullName spells them, each optionally followed by a colon and
	// the index of the argument that holds the path, counted from 0, which is
	// the first one otherwise:
	// "example.com/fsx.Save:1", "(*example.com/fsx.Dir).Put".
	Sinks []string `json:"sinks"`

	// Skip holds patterns of packages and files to leave out: an import path,
	// in which "..." stands for any text, or a file name pattern as in
	// path/filepath.Match, compared with the end of the file's path.
	Skip []string `json:"skip"`

	// Tests makes the analyzer look at code for tests, too.
	Tests bool `json:"tests"`

	// Strict makes the analyzer report the renames, too, whose only flaws leave
	// no broken file behind: a temporary that an error leaves, a directory that
	// is not flushed to the disk, an ignored error of closing what is flushed.
	Strict bool `json:"strict"`

	// Categories limits the diagnostics to these categories, or of an
	// unsafe-rename to single flaws: "unsafe-rename/no-sync". With a hyphen
	// before it, "-unsafe-rename/mode", an item tells what not to report. If
	// there are none but such items, or none at all, all others are reported.
	Categories []string `json:"categories"`

	// DriverNolint says that the driver itself drops the diagnostics that a
	// nolint comment silences, and wants to see them for that, as golangci-lint
	// does.
	DriverNolint bool `json:"-"`

	// Editor says that an editor offers the fixes one by one. What a fix says of
	// itself then tells what the first one takes, in a package that does not
	// import the writer yet.
	Editor bool `json:"-"`

	// GoModUnseen says that the driver applies fixes without a look at go.mod. A
	// package that does not import the writer yet then gets none if its Go is
	// older than that of the writer: to require the writer would raise the go line.
	GoModUnseen bool `json:"-"`
}

// register declares a flag of fs for each setting.
func (s *Settings) register(fs *flag.FlagSet) {
	fs.Var(&textFlag{&s.Writer, checkWriter}, "writer", "import `path` of the package whose WriteFile the fixes use (default "+module.Writer()+")")
	fs.Var(&listFlag{&s.Sinks, checkSink}, "sinks", "comma-separated `functions` that create or truncate a file, such as example.com/fsx.Save:1 or (*example.com/fsx.Dir).Put; :1 tells that the path is the second argument, :0 or nothing that it is the first")
	fs.Var(&listFlag{&s.Skip, checkSkip}, "skip", "comma-separated `patterns` of packages (example.com/gen/...) and files (*_gen.go) to leave out")
	fs.BoolVar(&s.Tests, "tests", s.Tests, "look at code for tests, too")
	fs.BoolVar(&s.Strict, "strict", s.Strict, "report renames, too, whose only flaws are leak, no-dirsync, or an ignored error of closing a file that is synced")
	fs.Var(&listFlag{&s.Categories, checkCategory}, "categories", "comma-separated `categories` to report (default all of "+strings.Join(allCategories, ", ")+"), single flaws, such as unsafe-rename/no-sync, or with a hyphen before them what not to report")
}

// validate returns an error that names the first setting that makes no sense.
func (s *Settings) validate() error {
	if err := checkWriter(s.Writer); err != nil {
		return fmt.Errorf("setting writer: %w", err)
	}
	for _, list := range []struct {
		name  string
		items []string
		check func(string) error
	}{
		{"sinks", s.Sinks, checkSink},
		{"skip", s.Skip, checkSkip},
		{"categories", s.Categories, checkCategory},
	} {
		for _, item := range list.items {
			if err := list.check(item); err != nil {
				return fmt.Errorf("setting %s: %w", list.name, err)
			}
		}
	}
	return nil
}

// A listFlag is a comma-separated list whose items are checked one by one.
type listFlag struct {
	list  *[]string
	check func(string) error
}

func (l *listFlag) String() string {
	if l.list == nil {
		return ""
	}
	return strings.Join(*l.list, ",")
}

func (l *listFlag) Set(text string) error {
	var list []string
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item == "" {
			continue
		}
		if err := l.check(item); err != nil {
			return err
		}
		list = append(list, item)
	}
	*l.list = list
	return nil
}

// A textFlag is a text that is checked.
type textFlag struct {
	text  *string
	check func(string) error
}

func (f *textFlag) String() string {
	if f.text == nil {
		return ""
	}
	return *f.text
}

func (f *textFlag) Set(text string) error {
	if err := f.check(text); err != nil {
		return err
	}
	*f.text = text
	return nil
}

func checkWriter(path string) error {
	if slices.Contains(knowledge.NotAtomic, path) {
		return fmt.Errorf("WriteFile of package %s writes in place", path)
	}
	return nil
}

func checkSkip(pattern string) error {
	if strings.HasPrefix(pattern, "./") || strings.HasPrefix(pattern, "../") || path.IsAbs(pattern) {
		return fmt.Errorf("pattern %q: want an import path, such as example.com/gen/... or .../gen/..., or a file, such as *_gen.go", pattern)
	}
	if _, err := filepath.Match(pattern, ""); err != nil {
		return fmt.Errorf("pattern %q: %w", pattern, err)
	}
	return nil
}

func checkSink(item string) error {
	_, err := setting.ParseSink(item)
	return err
}

// extraSinks returns the specs of the sinks that the settings add. The kind is
// decided at each call, by what the function returns.
func (s *Settings) extraSinks() map[string]knowledge.Sink {
	extra := make(map[string]knowledge.Sink)
	for _, item := range s.Sinks {
		if sink, err := setting.ParseSink(item); err == nil {
			extra[sink.FullName] = createsSpec(sink.Index)
		}
	}
	return extra
}

// writer returns the import path of the writer that fixes aim at.
func (s *Settings) writer() string {
	if s.Writer == "" {
		return module.Writer()
	}
	return s.Writer
}
