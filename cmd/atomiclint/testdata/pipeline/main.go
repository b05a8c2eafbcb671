// The pipeline program counts the words of text files, the way such programs
// are usually written: a step whose output exists is skipped.
//
//	go run ./cmd/atomiclint/testdata/pipeline -o DIR cmd/atomiclint/testdata/pipeline/input/*.txt
//
// For each input NAME.txt it makes DIR/NAME.csv, the words and their counts,
// and DIR/NAME.txt.gz, an archive; at the end DIR/summary.json, the totals.
//
// The program is the worked example of atomiclint: every file that it writes
// is broken if it is killed at the wrong moment, and since the broken file
// exists, the next run skips the step. The environment variable
// PIPELINE_DELAY, a duration such as 50ms, makes the moment long enough to
// hit: it is how long the program pauses after each record of a csv file.
package main

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("pipeline: ")
	dir := flag.String("o", "out", "write the results to this `directory`")
	flag.Parse()
	delay, err := time.ParseDuration(os.Getenv("PIPELINE_DELAY"))
	if err != nil && os.Getenv("PIPELINE_DELAY") != "" {
		log.Fatal(err)
	}
	if err := run(*dir, flag.Args(), delay); err != nil {
		log.Fatal(err)
	}
}

// run makes all outputs that do not exist yet.
func run(dir string, inputs []string, delay time.Duration) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	var tables []string
	for _, input := range inputs {
		base := filepath.Join(dir, filepath.Base(input))
		table := strings.TrimSuffix(base, ".txt") + ".csv"
		tables = append(tables, table)
		if missing(table) {
			if err := countWords(table, input, delay); err != nil {
				return err
			}
		}
		if missing(base + ".gz") {
			if err := archive(base+".gz", input); err != nil {
				return err
			}
		}
	}
	if summary := filepath.Join(dir, "summary.json"); missing(summary) {
		return summarize(summary, tables)
	}
	return nil
}

// missing reports whether a step has not been done yet.
func missing(output string) bool {
	_, err := os.Stat(output)
	return errors.Is(err, fs.ErrNotExist)
}

// countWords writes the words of input and their counts to output.
func countWords(output, input string, delay time.Duration) error {
	text, err := os.ReadFile(input)
	if err != nil {
		return err
	}
	counts := make(map[string]int)
	for _, word := range strings.FieldsFunc(string(text), notLetter) {
		counts[strings.ToLower(word)]++
	}
	words := make([]string, 0, len(counts))
	for word := range counts {
		words = append(words, word)
	}
	sort.Strings(words)

	f, err := os.Create(output)
	if err != nil {
		return err
	}
	defer f.Close()
	w := csv.NewWriter(f)
	for _, word := range words {
		if err := w.Write([]string{word, strconv.Itoa(counts[word])}); err != nil {
			return err
		}
		time.Sleep(delay)
	}
	w.Flush()
	return w.Error()
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) && r != '\'' }

// archive writes a compressed copy of input to output.
func archive(output, input string) error {
	in, err := os.Open(input)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(output)
	if err != nil {
		return err
	}
	defer out.Close()
	w := gzip.NewWriter(out)
	w.Name = filepath.Base(input)
	if _, err := io.Copy(w, in); err != nil {
		return fmt.Errorf("%s: %w", input, err)
	}
	return w.Close()
}

// summarize writes the number of words of each table to output.
func summarize(output string, tables []string) error {
	totals := make(map[string]int)
	for _, table := range tables {
		total, err := sum(table)
		if err != nil {
			return err
		}
		totals[filepath.Base(table)] = total
	}
	data, err := json.MarshalIndent(totals, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(output, append(data, '\n'), 0o666)
}

// sum adds up the counts of table.
func sum(table string) (int, error) {
	f, err := os.Open(table)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return 0, fmt.Errorf("%s: %w", table, err)
	}
	total := 0
	for _, row := range rows {
		n, err := strconv.Atoi(row[1])
		if err != nil {
			return 0, fmt.Errorf("%s: %w", table, err)
		}
		total += n
	}
	return total, nil
}
