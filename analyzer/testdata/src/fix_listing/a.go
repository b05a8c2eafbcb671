package fix_listing

import (
	"archive/zip"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"text/template"

	"github.com/spf13/afero"
)

// The archive leaves itself out by its name. Its temporary has another.
func pack(dst string) error {
	f, err := os.Create(dst) // want `no fix: filepath.WalkDir may list the directory while f is open \(line 23\)`
	if err != nil {
		return err
	}
	defer f.Close()
	return filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path == dst {
			return err
		}
		_, err = fmt.Fprintln(f, path)
		return err
	})
}

func packFS(dst, dir string) error {
	f, err := os.Create(dst) // want `no fix: zip.Writer.AddFS may list the directory while f is open \(line 39\)`
	if err != nil {
		return err
	}
	defer f.Close()
	w := zip.NewWriter(f)
	if err := w.AddFS(os.DirFS(dir)); err != nil {
		return err
	}
	return w.Close()
}

// A function of the package lists.
func index(dst string) error {
	f, err := os.Create(dst) // want `no fix: os.ReadDir may list the directory while f is open \(line 51\)`
	if err != nil {
		return err
	}
	if err := writeIndex(f, filepath.Dir(dst)); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func writeIndex(w io.Writer, dir string) error {
	names, err := entries(dir)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(w, names)
	return err
}

func entries(dir string) ([]os.DirEntry, error) {
	if list, err := os.ReadDir(dir); err == nil {
		return list, nil
	}
	return entries(filepath.Dir(dir))
}

// A variable holds the function, or a literal that calls it.
func indexBy(dst string) error {
	list := filepath.Glob
	names := func(pattern string) []string {
		found, _ := list(pattern)
		return found
	}
	all := func(pattern string) []string {
		found, _ := filepath.Glob(pattern)
		return found
	}
	f, err := os.Create(dst) // want `no fix: filepath.Glob may list the directory while f is open \(line 89\)`
	if err != nil {
		return err
	}
	fmt.Fprintln(f, all("*"), names("*"))
	return f.Close()
}

// Another package does.
func packAfero(fsys afero.Fs, dst string) error {
	f, err := os.Create(dst) // want `no fix: afero.Walk may list the directory while f is open \(line 100\)`
	if err != nil {
		return err
	}
	defer f.Close()
	return afero.Walk(fsys, ".", func(path string, d fs.FileInfo, err error) error {
		_, err = fmt.Fprintln(f, path)
		return err
	})
}

// A child process may do anything.
func child(dst string) error {
	f, err := os.Create(dst) // want `no fix: exec.Cmd.Output may list the directory while f is open \(line 112\)`
	if err != nil {
		return err
	}
	out, err := exec.Command("ls").Output()
	if err != nil {
		f.Close()
		return err
	}
	if _, err := f.Write(out); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func templates(dst string) error {
	f, err := os.Create(dst) // want `no fix: template.ParseGlob may list the directory while f is open \(line 130\)`
	if err != nil {
		return err
	}
	defer f.Close()
	t, err := template.ParseGlob("*")
	if err != nil {
		return err
	}
	return t.Execute(f, nil)
}
