package golangci

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/golangci/plugin-module-register/register"

	"github.com/atomiclint/atomiclint/analyzer"
)

// decode turns what golangci-lint read from its configuration into Settings.
func decode(conf any) (analyzer.Settings, error) {
	settings, err := register.DecodeSettings[analyzer.Settings](conf)
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && wrong.Field != "" {
		return settings, fmt.Errorf("setting %s: want %s, got %s", wrong.Field, want(wrong.Type), wrong.Value)
	}
	if err != nil {
		return settings, fmt.Errorf("%w; the settings are %s", err, strings.Join(names(), ", "))
	}
	return settings, nil
}

// want says in the words of YAML what a value of type t is written as.
func want(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Slice:
		return "a list"
	case reflect.Bool:
		return "true or false"
	}
	return "a " + t.String()
}

// names returns the names of the settings.
func names() []string {
	var list []string
	for field := range reflect.TypeFor[analyzer.Settings]().Fields() {
		if name := field.Tag.Get("json"); name != "-" {
			list = append(list, name)
		}
	}
	return list
}
