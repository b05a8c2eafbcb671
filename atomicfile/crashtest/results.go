package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/atomiclint/atomiclint/atomicfile"
	"github.com/atomiclint/atomiclint/atomicfile/crashtest/alice"
	"github.com/atomiclint/atomiclint/atomicfile/crashtest/lab"
	"github.com/atomiclint/atomiclint/atomicfile/crashtest/uml"
	"github.com/atomiclint/atomiclint/atomicfile/crashtest/workload"
)

// results has what came out of a campaign.
type results struct {
	command  string
	seed     uint64
	kernel   string // of the machines
	recorded int    // on file systems
	took     time.Duration
	failures []string
	onDisk   func(*workload.Writer) bool // as in a campaign

	columns []string // models, then file systems
	models  int      // how many of the columns are models
	cells   map[string]map[string]*lab.Result
}

func newResults(c *campaign) *results {
	r := &results{seed: c.seed, onDisk: c.onDisk, cells: make(map[string]map[string]*lab.Result)}
	for _, m := range alice.Models() {
		r.columns = append(r.columns, m.Name)
	}
	r.models = len(r.columns)
	r.columns = append(r.columns, c.fileSystems...)
	return r
}

// add adds what came out of one recording.
func (r *results) add(spec workload.Spec, column string, result *lab.Result) {
	if r.cells[spec.Writer] == nil {
		r.cells[spec.Writer] = make(map[string]*lab.Result)
	}
	if r.cells[spec.Writer][column] == nil {
		r.cells[spec.Writer][column] = new(lab.Result)
	}
	r.cells[spec.Writer][column].Merge(result)
}

// cell returns the result of a writer in a column.
func (r *results) cell(writer, column string) *lab.Result {
	if c := r.cells[writer][column]; c != nil {
		return c
	}
	return new(lab.Result)
}

// writers returns those that took part, in order.
func (r *results) writers() (list []workload.Writer) {
	for _, w := range workload.Writers() {
		if r.cells[w.Name] != nil {
			list = append(list, w)
		}
	}
	return list
}

// exempt reports why nothing is demanded in a column, or "".
func exempt(column string) string {
	for _, fs := range uml.FileSystems() {
		if fs.Name == column {
			return fs.Exempt
		}
	}
	return ""
}

// verdict returns an error if one of our writers broke its promise, a mutant
// was not found out, or something could not be tried.
func (r *results) verdict() error {
	wrong := slices.Clone(r.failures)
	for _, w := range r.writers() {
		rejected := 0
		for i, column := range r.columns {
			c := r.cell(w.Name, column)
			if c.States == 0 && (i < r.models || r.onDisk == nil || r.onDisk(&w)) {
				wrong = append(wrong, fmt.Sprintf("%s on %s: no state was tried", w.Name, column))
			}
			if w.Kind == workload.Ours && c.Broken > 0 && exempt(column) == "" {
				wrong = append(wrong, fmt.Sprintf("%s on %s: the promise is broken in %d of %d states, for example %q", w.Name, column, c.Broken, c.States, c.Examples))
			}
			rejected += c.Broken
		}
		if w.Kind == workload.Mutant && rejected == 0 {
			wrong = append(wrong, fmt.Sprintf("%s: nothing is found wrong", w.Name))
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("%s", strings.Join(wrong, "\n"))
	}
	return nil
}

// write writes the page and the picture.
func (r *results) write(dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	if err := atomicfile.WriteFile(filepath.Join(dir, "README.md"), []byte(r.page()), 0o644); err != nil {
		return err
	}
	return atomicfile.WriteFile(filepath.Join(dir, "matrix.svg"), []byte(r.matrix()), 0o644)
}

// kinds are the violations, the gravest first.
var kinds = [...]string{workload.Torn, workload.Lost, workload.Mode, workload.Stray}

// summary writes a result in a few words.
func summary(r *lab.Result) string {
	if r.Wrong == 0 {
		return fmt.Sprintf("0 of %d", r.States)
	}
	var parts []string
	for _, kind := range kinds {
		if n := r.Kinds[kind]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, kind))
		}
	}
	return fmt.Sprintf("%s of %d", strings.Join(parts, ", "), r.States)
}
