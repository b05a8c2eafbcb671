// Package errors stands for the one of this path.
package errors

import "fmt"

func Wrap(err error, message string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", message, err)
}
