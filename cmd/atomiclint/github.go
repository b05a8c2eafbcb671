package main

import (
	"fmt"
	"io"
	"strings"
)

// printGitHub prints findings as the workflow commands by which GitHub Actions
// annotates the lines of a change (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands).
func printGitHub(w io.Writer, all []finding) error {
	value := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	message := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	for _, f := range all {
		text := f.message
		for _, r := range f.related {
			text += fmt.Sprintf("\nline %d: %s", r.posn.Line, r.message)
		}
		_, err := fmt.Fprintf(w, "::warning file=%s,line=%d,endLine=%d,col=%d,title=%s::%s\n",
			value.Replace(repositoryName(f.start.Filename)), f.start.Line, f.end.Line, f.start.Column, value.Replace("atomiclint "+f.category), message.Replace(text))
		if err != nil {
			return err
		}
	}
	return nil
}
