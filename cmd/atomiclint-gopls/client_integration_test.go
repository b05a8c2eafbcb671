//go:build integration

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/textproto"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience is how long a server may take to answer on a busy machine.
const patience = 10 * time.Minute

// A client talks to a gopls as an editor does, by the Language Server Protocol
// over its standard input and output.
type client struct {
	t         *testing.T
	in        io.Writer
	published chan published
	edits     int

	mu       sync.Mutex // guards the fields below, and writes to in
	settings map[string]any
	lastID   int
	answers  map[int]chan message
}

// A message is a request, a notification or an answer.
type message struct {
	JSONRPC string          `json:"jsonrpc"`
	ID      any             `json:"id,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  json.RawMessage `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *responseError  `json:"error,omitempty"`
}

type responseError struct{ Message string }

type position struct {
	Line      int `json:"line"`      // from 0
	Character int `json:"character"` // in UTF-16 units, from 0
}

type textRange struct {
	Start position `json:"start"`
	End   position `json:"end"`
}

type textEdit struct {
	Range   textRange `json:"range"`
	NewText string    `json:"newText"`
}

// A published is the list of diagnostics of a version of a file.
type published struct {
	URI         string
	Version     int
	Diagnostics []json.RawMessage
}

// A diagnostic is what the test looks at of a diagnostic.
type diagnostic struct {
	Range           textRange
	Severity        int
	Code            any
	CodeDescription struct{ Href string }
	Source          string
	Message         string
}

// start starts the gopls at path for the module in dir, with the settings.
func start(t *testing.T, path, dir string, settings map[string]any) *client {
	t.Helper()
	cmd := exec.Command(path)
	cmd.Dir = dir
	// The server keeps a cache of its own per binary, and downloads nothing.
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off", "GOPLSCACHE="+t.TempDir(), "PWD="+dir)
	cmd.Stderr = t.Output()
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c := &client{t: t, in: in, settings: settings, published: make(chan published, 1000), answers: make(map[int]chan message)}
	t.Cleanup(func() {
		c.call("shutdown", nil, nil)
		c.notify("exit", nil)
		if err := cmd.Wait(); err != nil {
			t.Errorf("gopls: %v", err)
		}
		t.Logf("gopls took %.1f s CPU", (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds())
	})
	go c.receive(bufio.NewReader(out))
	c.call("initialize", map[string]any{
		"processId":             os.Getpid(),
		"rootUri":               fileURI(dir),
		"initializationOptions": settings,
		"capabilities": map[string]any{
			"workspace": map[string]any{"configuration": true},
			"textDocument": map[string]any{
				"publishDiagnostics": map[string]any{"versionSupport": true, "codeDescriptionSupport": true},
				"codeAction": map[string]any{
					"codeActionLiteralSupport": map[string]any{"codeActionKind": map[string]any{"valueSet": []string{"quickfix", "source.fixAll", "source.organizeImports"}}},
				},
			},
		},
	}, nil)
	c.notify("initialized", struct{}{})
	return c
}

// fileURI returns the URI of the file at path, which is absolute.
func fileURI(path string) string {
	return (&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(filepath.ToSlash(path), "/")}).String()
}

// receive handles what the server sends, until it ends.
func (c *client) receive(r *bufio.Reader) {
	for {
		header, err := textproto.NewReader(r).ReadMIMEHeader()
		if err != nil {
			return
		}
		n, err := strconv.Atoi(header.Get("Content-Length"))
		if err != nil {
			c.t.Errorf("got header %v from gopls: %v", header, err)
			return
		}
		body := make([]byte, n)
		if _, err := io.ReadFull(r, body); err != nil {
			return
		}
		var m message
		if err := json.Unmarshal(body, &m); err != nil {
			c.t.Errorf("got %q from gopls: %v", body, err)
			return
		}
		c.handle(m)
	}
}

func (c *client) handle(m message) {
	switch id, isNumber := m.ID.(float64); {
	case m.Method == "textDocument/publishDiagnostics":
		var p published
		if err := json.Unmarshal(m.Params, &p); err != nil {
			c.t.Errorf("got %s from gopls: %v", m.Params, err)
			return
		}
		c.published <- p
	case m.Method == "workspace/configuration":
		var params struct{ Items []struct{ Section string } }
		if err := json.Unmarshal(m.Params, &params); err != nil {
			c.t.Errorf("got %s from gopls: %v", m.Params, err)
		}
		answer := make([]any, len(params.Items))
		c.mu.Lock()
		for i, item := range params.Items {
			if item.Section == "gopls" {
				answer[i] = c.settings
			}
		}
		c.mu.Unlock()
		c.send(message{ID: m.ID, Result: encode(answer)})
	case m.Method != "" && m.ID != nil: // such as client/registerCapability
		c.send(message{ID: m.ID, Result: json.RawMessage("null")})
	case m.Method == "" && isNumber:
		c.mu.Lock()
		answer := c.answers[int(id)]
		delete(c.answers, int(id))
		c.mu.Unlock()
		answer <- m
	}
}

func encode(v any) json.RawMessage {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return data
}

func (c *client) send(m message) {
	m.JSONRPC = "2.0"
	body := encode(m)
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, err := fmt.Fprintf(c.in, "Content-Length: %d\r\n\r\n%s", len(body), body); err != nil {
		c.t.Errorf("%s: %v", m.Method, err)
	}
}

func (c *client) notify(method string, params any) {
	c.send(message{Method: method, Params: encode(params)})
}

// call sends a request and decodes the answer into result, if that is not nil.
func (c *client) call(method string, params, result any) {
	c.t.Helper()
	answer := make(chan message, 1)
	c.mu.Lock()
	c.lastID++
	id := c.lastID
	c.answers[id] = answer
	c.mu.Unlock()
	c.send(message{ID: id, Method: method, Params: encode(params)})
	select {
	case m := <-answer:
		if m.Error != nil {
			c.t.Fatalf("%s: %s", method, m.Error.Message)
		}
		if result != nil {
			if err := json.Unmarshal(m.Result, result); err != nil {
				c.t.Fatalf("%s: %v", method, err)
			}
		}
	case <-time.After(patience):
		c.t.Fatalf("%s: no answer after %v", method, patience)
	}
}

// open opens the file at path with the given text.
func (c *client) open(path, text string) {
	c.edits++
	c.notify("textDocument/didOpen", map[string]any{
		"textDocument": map[string]any{"uri": fileURI(path), "languageId": "go", "version": c.edits, "text": text},
	})
}

// change replaces the text of an open file.
func (c *client) change(path, text string) {
	c.edits++
	c.notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": fileURI(path), "version": c.edits},
		"contentChanges": []any{map[string]any{"text": text}},
	})
}

// configure changes the settings.
func (c *client) configure(settings map[string]any) {
	c.mu.Lock()
	c.settings = settings
	c.mu.Unlock()
	c.notify("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{}})
}

// diagnostics waits until the diagnostics of the file at path, as it is after
// the last edit, are as ready wants them. It returns them as decoded, and as
// they came.
func (c *client) diagnostics(path string, ready func([]diagnostic) bool) (list []diagnostic, raw []json.RawMessage) {
	c.t.Helper()
	timeout := time.After(patience)
	for {
		select {
		case p := <-c.published:
			if p.URI != fileURI(path) || p.Version != 0 && p.Version < c.edits {
				continue
			}
			list = make([]diagnostic, len(p.Diagnostics))
			for i, data := range p.Diagnostics {
				if err := json.Unmarshal(data, &list[i]); err != nil {
					c.t.Fatalf("got diagnostic %s: %v", data, err)
				}
			}
			if ready(list) {
				return list, p.Diagnostics
			}
		case <-timeout:
			c.t.Fatalf("%s: got diagnostics %+v, and no others after %v", path, list, patience)
		}
	}
}

// A codeAction is an edit that the server offers.
type codeAction struct {
	Title string
	Kind  string
	Edit  struct {
		DocumentChanges []struct {
			TextDocument struct{ URI string }
			Edits        []textEdit
		}
	}
}

// actions returns the code actions of a kind for a diagnostic of a file.
func (c *client) actions(path, kind string, at textRange, diagnostic json.RawMessage) []codeAction {
	c.t.Helper()
	var list []codeAction
	c.call("textDocument/codeAction", map[string]any{
		"textDocument": map[string]any{"uri": fileURI(path)},
		"range":        at,
		"context":      map[string]any{"diagnostics": []json.RawMessage{diagnostic}, "only": []string{kind}},
	}, &list)
	return list
}
