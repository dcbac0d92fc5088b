/**
 * Who can connect to whom, for people: lists, a matrix of tenants, pictures.
 *
 * <p>In goes what the engine found and which ends were asked for; out come text and pictures.
 * Nothing here may decide what is open.
 */
@NullMarked
package dev.ringfence.report.reach;

import org.jspecify.annotations.NullMarked;
