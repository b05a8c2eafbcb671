package main

import (
	"archive/zip"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// A proxy is a directory of the form that GOPROXY=file://… wants.
type proxy struct {
	t   *testing.T
	dir string
}

func newProxy(t *testing.T) *proxy { return &proxy{t, t.TempDir()} }

// add adds a version of a module, with the given contents of its files by
// name. Versions of one module are added in their order. A version has the same
// contents in all tests, which share a module cache.
func (p *proxy) add(path, version string, files map[string][]byte) {
	p.t.Helper()
	dir := filepath.Join(p.dir, filepath.FromSlash(path), "@v")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		p.t.Fatal(err)
	}
	p.write(filepath.Join(dir, version+".info"), fmt.Appendf(nil, `{"Version": %q, "Time": "2026-01-02T03:04:05Z"}`, version))
	p.write(filepath.Join(dir, version+".mod"), files["go.mod"])
	list, _ := os.ReadFile(filepath.Join(dir, "list"))
	p.write(filepath.Join(dir, "list"), fmt.Appendln(list, version))
	out, err := os.Create(filepath.Join(dir, version+".zip"))
	if err != nil {
		p.t.Fatal(err)
	}
	defer out.Close()
	w := zip.NewWriter(out)
	for name, data := range files {
		f, err := w.Create(path + "@" + version + "/" + name)
		if err == nil {
			_, err = f.Write(data)
		}
		if err != nil {
			p.t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		p.t.Fatal(err)
	}
}

func (p *proxy) write(name string, data []byte) {
	p.t.Helper()
	if err := os.WriteFile(name, data, 0o666); err != nil {
		p.t.Fatal(err)
	}
}

// addGopls adds a version of gopls made of a txtar archive.
func (p *proxy) addGopls(version, archive string) {
	p.t.Helper()
	p.addArchive(goplsPath, version, archive)
}

// addArchive adds a version of a module made of a txtar archive.
func (p *proxy) addArchive(path, version, archive string) {
	p.t.Helper()
	files := make(map[string][]byte)
	for _, f := range txtar.Parse([]byte(archive)).Files {
		files[f.Name] = f.Data
	}
	p.add(path, version, files)
}

// env returns an environment in which the go command gets the modules of p
// from there, others from what is in the module cache and then from the usual
// proxies, and keeps them apart from the user's.
func (p *proxy) env() []string {
	p.t.Helper()
	out, err := exec.Command("go", "env", "GOMODCACHE", "GOPROXY").Output()
	if err != nil {
		p.t.Fatal(err)
	}
	cache, others, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	return []string{
		"GOPROXY=" + proxyURL(p.dir) + "," + proxyURL(filepath.Join(cache, "cache", "download")) + "," + others,
		"GONOSUMDB=golang.org/x/tools," + modulePath(),
		"GOMODCACHE=" + modules,
	}
}
