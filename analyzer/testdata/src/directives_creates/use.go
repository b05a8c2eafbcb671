// Package directivescreates imports only a package that declares what it
// creates.
package directivescreates

import "example.com/creates"

func use(d *creates.Dir) {
	creates.Save(0, "a") // want `creates.Save can leave "a" half-written`
	d.Put("b", nil)      // want `creates.Dir.Put can leave "b" half-written`
	creates.Other("c")

	//atomiclint:ignore readers check a sum
	creates.Save(0, "d")
}
