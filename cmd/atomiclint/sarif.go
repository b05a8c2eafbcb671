package main

import (
	"encoding/json"
	"go/token"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// What follows is as much of SARIF 2.1.0 as code scanning reads
// (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html).
type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool struct {
		Driver sarifDriver `json:"driver"`
	} `json:"tool"`
	Results []sarifResult `json:"results"`
}

type sarifDriver struct {
	Name           string      `json:"name"`
	Version        string      `json:"version"`
	InformationURI string      `json:"informationUri"`
	Rules          []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID               string    `json:"id"`
	ShortDescription sarifText `json:"shortDescription"`
	HelpURI          string    `json:"helpUri"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifResult struct {
	RuleID           string           `json:"ruleId"`
	Level            string           `json:"level"`
	Message          sarifText        `json:"message"`
	Locations        []sarifLocation  `json:"locations"`
	RelatedLocations []sarifLocation  `json:"relatedLocations,omitempty"`
	Properties       *sarifProperties `json:"properties,omitempty"`
}

type sarifProperties struct {
	Trusted bool `json:"trusted"` // code takes the file for finished if it exists
}

type sarifLocation struct {
	PhysicalLocation struct {
		ArtifactLocation struct {
			URI string `json:"uri"`
		} `json:"artifactLocation"`
		Region sarifRegion `json:"region"`
	} `json:"physicalLocation"`
	Message *sarifText `json:"message,omitempty"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn"`
	EndLine     int `json:"endLine,omitempty"`
	EndColumn   int `json:"endColumn,omitempty"`
}

// printSARIF prints findings as a SARIF log.
func printSARIF(w io.Writer, all []finding, site string) error {
	run := sarifRun{Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "atomiclint", Version: strings.Fields(ownVersion())[0], InformationURI: site, Rules: []sarifRule{}}
	for _, category := range categoriesOf(all) {
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{category, sarifText{summaryOf(category)}, site + "#" + category})
	}
	for _, f := range all {
		result := sarifResult{RuleID: f.category, Level: "warning", Message: sarifText{f.message}}
		result.Locations = []sarifLocation{locate(f.start, f.end)}
		for _, r := range f.related {
			at := locate(r.posn, token.Position{})
			at.Message = &sarifText{r.message}
			result.RelatedLocations = append(result.RelatedLocations, at)
		}
		if f.trusted {
			result.Properties = &sarifProperties{true}
		}
		run.Results = append(run.Results, result)
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

func locate(start, end token.Position) sarifLocation {
	var at sarifLocation
	at.PhysicalLocation.ArtifactLocation.URI = (&url.URL{Path: repositoryName(start.Filename)}).String()
	at.PhysicalLocation.Region = sarifRegion{start.Line, start.Column, end.Line, end.Column}
	return at
}

// repositoryName returns the name of a file as GitHub has it, with slashes:
// relative to the checkout that a workflow works in, or else to the working
// directory.
func repositoryName(name string) string {
	if root := os.Getenv("GITHUB_WORKSPACE"); root != "" {
		if rel, err := filepath.Rel(root, name); err == nil && filepath.IsLocal(rel) {
			return filepath.ToSlash(rel)
		}
	}
	return filepath.ToSlash(shortName(name))
}
