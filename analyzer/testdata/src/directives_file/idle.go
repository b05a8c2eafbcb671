/* want `//atomiclint:ignore-file silences nothing in this file` */ //atomiclint:ignore-file nothing is here

package directivesfile
