import { useRef, type MouseEvent, type PointerEvent, type RefObject } from "react";

interface Gestures {
  /** Takes the custom properties --drag-x and --drag-y while a finger drags, and data-dragging. */
  surface: RefObject<HTMLElement | null>;
  /** Whether one finger drags the photo to its neighbours; otherwise it moves inside the photo. */
  canSwipe: boolean;
  hasPrevious: boolean;
  hasNext: boolean;
  onPrevious: () => void;
  onNext: () => void;
  onClose: () => void;
  onDoubleTap: (x: number, y: number) => void;
}

/** How far a finger moves before it drags, in CSS pixels. */
const SLOP = 8;
/** How far a slow drag goes until it counts. */
const SWIPE = 50;
/** How far, and how fast in pixels per millisecond, a flick goes at least. */
const FLICK = 32;
const FLICK_SPEED = 0.4;
const PULL_TO_CLOSE = 110;
/** How much of a drag remains at either end of the list. */
const RESISTANCE = 0.3;
/** The most milliseconds and pixels between the two taps of a double tap. */
const DOUBLE_TAP = { time: 350, distance: 30 };

/** The milliseconds before the end of a drag that tell how fast it was. */
const FLICK_TIME = 120;

interface Point {
  x: number;
  y: number;
  time: number;
}

interface Drag extends Point {
  axis?: "x" | "y";
  /** The points of the last milliseconds. */
  recent: Point[];
}

/** Swipes to the neighbours and down, double taps, and taps beside the photo. Pinching and panning are the zoom's. */
export function useGestures({ surface, canSwipe, ...gestures }: Gestures) {
  const fingers = useRef(new Set<number>());
  const drag = useRef<Drag>(undefined);
  const lastTap = useRef({ x: 0, y: 0, time: -Infinity });
  /** A click follows the end of a drag, and is not a tap. */
  const moved = useRef(false);

  const move = (x: number, y: number) => {
    const { style } = surface.current!;
    style.setProperty("--drag-x", `${x}px`);
    style.setProperty("--drag-y", `${Math.max(0, y)}px`);
    style.setProperty("--pulled", `${Math.min(1, Math.max(0, y) / 400)}`);
    surface.current!.toggleAttribute("data-dragging", x !== 0 || y > 0);
  };
  const stop = () => {
    drag.current = undefined;
    move(0, 0);
  };

  const onPointerDown = (event: PointerEvent) => {
    fingers.current.add(event.pointerId);
    moved.current = fingers.current.size > 1;
    if (fingers.current.size > 1) {
      stop();
    } else if (canSwipe && event.pointerType !== "mouse") {
      const start = pointOf(event);
      drag.current = { ...start, recent: [start] };
    }
  };

  const onPointerMove = (event: PointerEvent) => {
    const start = drag.current;
    if (start === undefined || !event.isPrimary) {
      return;
    }
    const x = event.clientX - start.x;
    const y = event.clientY - start.y;
    if (start.axis === undefined && Math.hypot(x, y) >= SLOP) {
      start.axis = Math.abs(x) >= Math.abs(y) ? "x" : "y";
      moved.current = true;
    }
    start.recent = [...start.recent.filter(({ time }) => event.timeStamp - time <= FLICK_TIME), pointOf(event)];
    if (start.axis === "x") {
      const atEnd = x > 0 ? !gestures.hasPrevious : !gestures.hasNext;
      move(atEnd ? x * RESISTANCE : x, 0);
    } else if (start.axis === "y") {
      move(0, y);
    }
  };

  const onPointerUp = (event: PointerEvent) => {
    fingers.current.delete(event.pointerId);
    const start = drag.current;
    if (start === undefined || !event.isPrimary) {
      return;
    }
    stop();
    if (event.type !== "pointerup" || start.axis === undefined) {
      return;
    }
    const { axis } = start;
    const end = pointOf(event);
    const by = end[axis] - start[axis];
    const distance = Math.abs(by);
    const lately = start.recent.find(({ time }) => end.time - time <= FLICK_TIME) ?? end;
    const speed = (end[axis] - lately[axis]) / Math.max(1, end.time - lately.time);
    const flicked = distance >= FLICK && speed * Math.sign(by) >= FLICK_SPEED;
    if (axis === "y") {
      if (by > 0 && (flicked || distance >= PULL_TO_CLOSE)) {
        gestures.onClose();
      }
    } else if (flicked || distance >= SWIPE) {
      (by > 0 ? gestures.onPrevious : gestures.onNext)();
    }
  };

  const onClick = (event: MouseEvent) => {
    const target = event.target as Element;
    if (moved.current || target.closest("button, a, .photo-details, .keyboard-help") !== null) {
      return;
    }
    if (target.closest(".picture") === null) {
      gestures.onClose();
      return;
    }
    const { clientX: x, clientY: y, timeStamp: time } = event;
    const last = lastTap.current;
    // The browser counts a mouse's clicks by the reader's own setting, but not always the taps of a finger.
    const isSecond =
      event.detail === 2 ||
      (time - last.time < DOUBLE_TAP.time && Math.hypot(x - last.x, y - last.y) < DOUBLE_TAP.distance);
    lastTap.current = { x, y, time: isSecond ? -Infinity : time };
    if (isSecond) {
      gestures.onDoubleTap(x, y);
    }
  };

  return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp, onClick };
}

function pointOf({ clientX: x, clientY: y, timeStamp: time }: PointerEvent): Point {
  return { x, y, time };
}
