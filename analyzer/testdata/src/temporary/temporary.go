// Package temporary holds writes that nobody but their maker reads.
package temporary

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

func inTempDir(data []byte) error {
	dir, err := os.MkdirTemp("", "x")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	sub := filepath.Join(dir, "sub")
	if err := os.WriteFile(filepath.Join(sub, "a"), data, 0o644); err != nil {
		return err
	}
	os.WriteFile(filepath.Join(os.TempDir(), "b"), data, 0o644)
	os.WriteFile("/tmp/c", data, 0o644)
	os.WriteFile(fmt.Sprintf("/tmp/%d", 1), data, 0o644)
	os.WriteFile(os.Getenv("TMPDIR")+"/d", data, 0o644)
	return fill(sub, data)
}

// fill is only called for temporary directories.
func fill(dir string, data []byte) error {
	return os.WriteFile(filepath.Join(dir, "e"), data, 0o644)
}

func byName(data []byte) error {
	f, err := os.CreateTemp("", "x")
	if err != nil {
		return err
	}
	defer f.Close()
	return os.WriteFile(f.Name(), data, 0o644)
}

func removedByDefer(path string, data []byte) error {
	scratch := fmt.Sprintf("%s.%d", path, os.Getpid())
	if err := os.WriteFile(scratch, data, 0o644); err != nil {
		return err
	}
	defer os.Remove(scratch)
	return exec.Command("diff", path, scratch).Run()
}

func removedAtEnd(path string, data []byte) error {
	input := path + "-in"
	if err := os.WriteFile(input, data, 0o644); err != nil {
		return err
	}
	err := exec.Command("sort", input).Run()
	os.Remove(input)
	return err
}

func removedDirectory(data []byte) error {
	if err := os.MkdirAll(".work", 0o755); err != nil {
		return err
	}
	defer os.RemoveAll(".work")
	return os.WriteFile(fmt.Sprintf(".work/%d", 1), data, 0o644)
}

func makeDir() (string, error) { return os.MkdirTemp("", "y") }

func throughFunctions(data []byte) error {
	dir, err := makeDir()
	if err != nil {
		return err
	}
	return os.WriteFile(inside(dir), data, 0o644)
}

func inside(dir string) string { return filepath.Join(dir, "z") }

type job struct{ dir string }

func newJob() *job {
	dir, _ := os.MkdirTemp("", "job")
	return &job{dir: dir}
}

func (j *job) save(data []byte) error {
	return os.WriteFile(filepath.Join(j.dir, "state"), data, 0o644)
}

// Outside callers decide what the path is; its name says what they pass.
func Export(tmpDir string, data []byte) error {
	return os.WriteFile(filepath.Join(tmpDir, "x"), data, 0o644)
}

// A path that is temporary in one call and final in another is final.
func mixed(final string, data []byte) error {
	if err := put(filepath.Join(os.TempDir(), "x"), data); err != nil {
		return err
	}
	return put(final, data)
}

func put(path string, data []byte) error {
	return os.WriteFile(path, data, 0o644) // want `os.WriteFile can leave`
}

// inside is called with a temporary directory above, and with another here.
func alsoInside(dir string, data []byte) error {
	return os.WriteFile(inside(dir), data, 0o644) // want `os.WriteFile can leave`
}

// A request file that the function takes away makes its answer temporary, too.
func answer(request string) error {
	data, err := os.ReadFile(request)
	if err != nil {
		return err
	}
	if err := os.Remove(request); err != nil {
		return err
	}
	return os.WriteFile(request+".reply", data, 0o644)
}

// compress removes its input only when the output is there.
func compress(path string, data []byte) error {
	if err := os.WriteFile(path+".gz", data, 0o644); err != nil { // want `os.WriteFile can leave`
		return err
	}
	return os.Remove(path)
}

func separators(data []byte) {
	dir := ".sep"
	defer os.RemoveAll(dir)
	os.WriteFile(dir+"/a", data, 0o644)
	os.WriteFile(dir+string(filepath.Separator)+"b", data, 0o644)
	os.WriteFile(fmt.Sprintf("%s/c", dir), data, 0o644)
	os.WriteFile(dir+".d", data, 0o644)                 // want `os.WriteFile can leave`
	os.WriteFile(fmt.Sprintf("%s.e", dir), data, 0o644) // want `os.WriteFile can leave`
}

// restore removes the file where it has not written it.
func restore(path string, data []byte, existed bool) error {
	if existed {
		if err := os.WriteFile(path, data, 0o644); err != nil { // want `os.WriteFile can leave`
			return err
		}
		return nil
	}
	return os.Remove(path)
}

// passOn removes the file after it was written.
func passOn(path string, data []byte, read func(string) error) error {
	write := func() error {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return err
		}
		return nil
	}
	err := func() error {
		return os.WriteFile(path+".in", data, 0o644)
	}()
	if err == nil {
		err = write()
	}
	if err == nil {
		err = read(path)
	}
	os.Remove(path + ".in")
	os.Remove(path)
	return err
}

var (
	workDir string
	dryRun  bool
)

// build only prints what it would do in a dry run.
func build(data []byte) error {
	if dryRun {
		workDir = "$WORK"
	} else {
		var err error
		if workDir, err = os.MkdirTemp("", "build"); err != nil {
			return err
		}
		defer os.RemoveAll(workDir)
	}
	if dryRun {
		return nil
	}
	return os.WriteFile(workDir+"/main.go", data, 0o644)
}

// inEntered writes to a temporary directory, which it makes the current one.
func inEntered(data []byte) error {
	dir, err := os.MkdirTemp("", "x")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	old, err := os.Getwd()
	if err != nil {
		return err
	}
	os.WriteFile("before", data, 0o644) // want `can leave "before"`
	if err := os.Chdir(dir); err != nil {
		return err
	}
	defer os.Chdir(old)
	if err := os.WriteFile("a", data, 0o644); err != nil {
		return err
	}
	writeHere("b", data)
	os.WriteFile(filepath.Join("sub", "c"), data, 0o644)
	return os.WriteFile("/srv/a", data, 0o644) // want `can leave "/srv/a"`
}

// writeHere is only called where the temporary directory is the current one.
func writeHere(name string, data []byte) { os.WriteFile(name, data, 0o644) }

func leftAgain(data []byte) error {
	dir, err := os.MkdirTemp("", "x")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := os.Chdir(dir); err != nil {
		return err
	}
	if err := os.Chdir("/srv"); err != nil {
		return err
	}
	return os.WriteFile("a", data, 0o644) // want `can leave "a"`
}

// enter makes a temporary directory the current one, and returns what leaves it.
func enter() (leave func(), err error) {
	old, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "x")
	if err != nil {
		return nil, err
	}
	leave = func() {
		os.RemoveAll(dir)
		os.Chdir(old)
	}
	if err := os.Chdir(dir); err != nil {
		leave()
		return nil, err
	}
	return leave, nil
}

func inEnteredByAnother(data []byte) error {
	os.WriteFile("before", data, 0o644) // want `can leave "before"`
	leave, err := enter()
	if err != nil {
		return err
	}
	defer leave()
	return os.WriteFile("a", data, 0o644)
}

func leftByAnother(data []byte) error {
	leave, err := enter()
	if err != nil {
		return err
	}
	leave()
	return os.WriteFile("a", data, 0o644) // want `can leave "a"`
}

// Others look for the process by its number, as long as it runs.
func removedAtTheEnd(path string) error {
	pid := strconv.Itoa(os.Getpid())
	if err := os.WriteFile(path, []byte(pid), 0o644); err != nil { // want `can leave path`
		return err
	}
	defer os.Remove(path)
	return exec.Command("serve").Run()
}
